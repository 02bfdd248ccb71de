import { NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { approversShown, type TeamPage } from '#server/publication/team-page.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { formMessages } from '../forms/messages.ts'
import { settingsMessages as words } from './messages.ts'

const approverOptions = approversShown.map((value) => ({ value, label: words.approversShown[value] }))

const nothing = {
  slug: '',
  publisher: '',
  homepage: '',
  approvers: 'name',
  howWeCheck: '',
  correctionsUrl: '',
  contact: '',
}

const textFields = ['publisher', 'homepage', 'correctionsUrl', 'contact'] as const

/** How the team stands before its readers. Its address is chosen once. */
export function ReadersForm({ page, readOnly }: { page: TeamPage | null; readOnly: string | undefined }) {
  const { seq, ...said } = page ?? { seq: 0, ...nothing }
  return (
    <DeedForm
      action={paths.settingsDeeds()}
      intent="team.page"
      label={words.readers}
      submit={words.saveReaders}
      values={said}
      seen={seq}
      isInParts
      readOnly={readOnly}
      savedWords={formMessages.saved}
      standing={page && standingWords(page)}
    >
      {({ values, errors }) => (
        <Stack gap="sm" maw="40rem">
          {page ? <FixedAddress slug={page.slug} /> : <AddressField value={values.slug} error={errors['slug']} />}
          {textFields.map((name) => (
            <TextInput
              key={name}
              name={name}
              label={words.fields[name]}
              description={words.hints[name]}
              type={name === 'homepage' || name === 'correctionsUrl' ? 'url' : 'text'}
              defaultValue={values[name]}
              error={errors[name]}
            />
          ))}
          <NativeSelect
            name="approvers"
            label={words.fields.approvers}
            data={approverOptions}
            defaultValue={values.approvers}
            error={errors['approvers']}
          />
          <Textarea
            name="howWeCheck"
            label={words.fields.howWeCheck}
            description={words.hints.howWeCheck}
            rows={8}
            defaultValue={values.howWeCheck}
            error={errors['howWeCheck']}
          />
        </Stack>
      )}
    </DeedForm>
  )
}

function AddressField({ value, error }: { value: string; error: string | undefined }) {
  return (
    <TextInput
      name="slug"
      label={words.fields.slug}
      description={words.hints.slug}
      autoCapitalize="none"
      spellCheck={false}
      defaultValue={value}
      error={error}
    />
  )
}

function FixedAddress({ slug }: { slug: string }) {
  return (
    <div>
      <input type="hidden" name="slug" value={slug} />
      <Text size="sm">
        {words.fields.slug}: <code>{`/p/${slug}`}</code>
      </Text>
      <Text size="xs" c="dimmed">
        {words.fixedAddress}
      </Text>
    </div>
  )
}

function standingWords({ seq: _, approvers, slug, ...texts }: TeamPage): string {
  const said = { slug: `/p/${slug}`, ...texts, approvers: words.approversShown[approvers] }
  return formMessages.standing(
    Object.fromEntries(Object.entries(said).map(([name, value]) => [words.fields[name as keyof typeof said], value])),
  )
}
