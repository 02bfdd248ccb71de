import { SimpleGrid, TextInput } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { formMessages } from '../forms/messages.ts'
import { useWhyNot } from '../reports/workspace-context.ts'
import { detailMessages } from './messages.ts'

/** Where the claim appeared first, and when. */
export function AppearanceForm({ claim }: { claim: ClaimView }) {
  const { firstUrl, firstWhere, firstOn, appearanceSeq } = claim
  return (
    <DeedForm
      action={paths.claimDetails(claim.id)}
      intent="claim.appear"
      label={detailMessages.appearance}
      submit={detailMessages.saveAppearance}
      values={{ firstUrl, firstWhere, firstOn }}
      seen={appearanceSeq}
      readOnly={useWhyNot('claim.appear', claim)}
      standing={formMessages.standing({
        [detailMessages.firstUrl]: firstUrl,
        [detailMessages.firstWhere]: firstWhere,
        [detailMessages.firstOn]: firstOn,
      })}
    >
      {({ values, errors }) => (
        <>
          <TextInput
            size="xs"
            name="firstUrl"
            type="url"
            label={detailMessages.firstUrl}
            defaultValue={values.firstUrl}
            error={errors['firstUrl']}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
            <TextInput
              size="xs"
              name="firstWhere"
              label={detailMessages.firstWhere}
              placeholder={detailMessages.firstWhereHint}
              defaultValue={values.firstWhere}
              error={errors['firstWhere']}
            />
            <TextInput
              size="xs"
              name="firstOn"
              type="date"
              label={detailMessages.firstOn}
              defaultValue={values.firstOn}
              error={errors['firstOn']}
            />
          </SimpleGrid>
        </>
      )}
    </DeedForm>
  )
}
