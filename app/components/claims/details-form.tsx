import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { languageNames, languages, type Language } from '#server/claims/languages.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { formMessages } from '../forms/messages.ts'
import { useWhyNot } from '../reports/workspace-context.ts'
import { claimMessages, detailMessages } from './messages.ts'

const languageOptions = [
  { value: '', label: detailMessages.unknownLanguage },
  ...languages.map((value) => ({ value, label: languageNames[value] })),
]

const languageTitle = (tag: string) => (tag ? languageNames[tag as Language] : '')

/** Who said it, when, where and in which language. */
export function DetailsForm({ claim }: { claim: ClaimView }) {
  const { claimant, saidOn, place, language, detailsSeq } = claim
  return (
    <DeedForm
      action={paths.claimDetails(claim.id)}
      intent="claim.describe"
      label={claimMessages.details}
      submit={claimMessages.saveDetails}
      values={{ claimant, saidOn, place, language: language }}
      seen={detailsSeq}
      isInParts
      readOnly={useWhyNot('claim.describe', claim)}
      standing={formMessages.standing({
        [claimMessages.claimant]: claimant,
        [claimMessages.saidOn]: saidOn,
        [detailMessages.place]: place,
        [detailMessages.language]: languageTitle(language),
      })}
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
          <TextInput
            size="xs"
            name="place"
            label={detailMessages.place}
            placeholder={detailMessages.placeHint}
            defaultValue={values.place}
            error={errors['place']}
          />
          <NativeSelect
            size="xs"
            name="language"
            label={detailMessages.language}
            data={languageOptions}
            defaultValue={values.language}
            error={errors['language']}
          />
        </SimpleGrid>
      )}
    </DeedForm>
  )
}
