import { SimpleGrid, TextInput } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'

/** Who said it, and when. */
export function DetailsForm({ claim }: { claim: ClaimView }) {
  const { claimant, saidOn, detailsSeq } = claim
  return (
    <DeedForm
      action={paths.claimDetails(claim.id)}
      intent="claim.describe"
      label={claimMessages.details}
      submit={claimMessages.saveDetails}
      values={{ claimant, saidOn }}
      seen={detailsSeq}
      readOnly={useWhyNot('claim.describe', claim)}
      standing={claimMessages.standingDetails(claimant, saidOn)}
    >
      {({ values, errors }) => (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          <TextInput
            size="xs"
            name="claimant"
            label={claimMessages.claimant}
            placeholder={claimMessages.claimantHint}
            defaultValue={values.claimant}
            error={errors['claimant']}
          />
          <TextInput
            size="xs"
            name="saidOn"
            type="date"
            label={claimMessages.saidOn}
            defaultValue={values.saidOn}
            error={errors['saidOn']}
          />
        </SimpleGrid>
      )}
    </DeedForm>
  )
}
