import { useRef, useState, type ChangeEvent, type FormEvent } from 'react'
import { Form, Link } from '@remix-run/react'
import { Alert, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { paths } from '#app/paths.ts'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { madeFor as parts } from '#server/identity/made-for.ts'
import { IconAlert } from '#app/ui/icons.ts'
import { draftName, draftOf, dropDraft, keepDraft, typedIn } from '../forms/drafts.ts'
import { importMessages } from './import-messages.ts'
import { newReportMessages as words } from './messages.ts'
import styles from './new-report.module.css'

export interface NewReportAnswer {
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, string>> | null
}

interface Props {
  readonly answer: NewReportAnswer | null
  readonly busy: boolean
  /** The person that this form was made for. */
  readonly madeFor: string
  readonly readOnly: string | null
}

const languages = ['en', 'uk', 'ru', 'de', 'fr', 'es', 'pl', 'it', 'ar', 'tr', 'zh', 'ja']
const fileLimit = 1_048_576

/** What was typed in this form is kept by this name until the report is created. */
export const newReportDraft = draftName(paths.newReport(), 'report.create')
/** Who has typed in none of these has typed nothing: the language is filled in. */
const typedFields = ['title', 'publisher', 'sourceUrl', 'text']

/** Brings a report in: by pasting its text or by a file. */
export function NewReportForm({ answer, busy, madeFor, readOnly }: Props) {
  const [fileError, setFileError] = useState<string | null>(null)
  // Of the first time that it is shown: whoever signs in elsewhere meanwhile did not fill it in.
  const [draft] = useState(() => draftOf(newReportDraft)?.fields)
  const [person] = useState(draft?.[parts.parameter] ?? madeFor)
  const form = useRef<HTMLFormElement>(null)
  const errors = answer?.fields ?? {}
  const onFile = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    setFileError(file && file.size > fileLimit ? words.fileTooLarge : null)
  }
  const onInput = () => {
    const fields = form.current ? typedIn(new FormData(form.current)) : {}
    if (typedFields.every((field) => !fields[field])) return dropDraft(newReportDraft)
    keepDraft(newReportDraft, { fields, base: { seen: undefined, fields: {} } })
  }
  const onSubmit = (event: FormEvent) => {
    if (fileError) event.preventDefault()
  }
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{words.title}</h1>
      <p className={styles.intro}>
        {readOnly ?? words.intro} <Link to={paths.importReviews()}>{importMessages.link}</Link>
      </p>
      <Form ref={form} method="post" encType="multipart/form-data" onInput={onInput} onSubmit={onSubmit} noValidate>
        <input type="hidden" name={parts.parameter} value={person} />
        <fieldset disabled={readOnly !== null} className={styles.fields}>
          <Stack gap="md">
            {answer && (
              <Alert role="alert" color="red" icon={<IconAlert size={18} />}>
                {answer.message}
                {(errors['file'] ?? errors['text']) && (
                  <Text size="sm">{errors['file'] ? words.keptFile : words.kept}</Text>
                )}
              </Alert>
            )}
            <ReportFields values={answer?.values ?? draft ?? {}} errors={errors} isSent={busy} />
            <FileField error={fileError ?? errors['file'] ?? null} isSent={busy} onFile={onFile} />
            <div>
              <BusyButton type="submit" busy={busy}>
                {words.create}
              </BusyButton>
              <span role="status" className={styles.status}>
                {busy && words.creating}
              </span>
            </div>
          </Stack>
        </fieldset>
      </Form>
    </div>
  )
}

type FieldsProps = {
  readonly values: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  /** What is typed after it was sent would be in no report; the fields keep the focus meanwhile. */
  readonly isSent: boolean
}

function ReportFields({ values, errors, isSent }: FieldsProps) {
  const field = (name: string, label: string) => ({
    name,
    label,
    defaultValue: values[name] ?? '',
    error: errors[name],
    readOnly: isSent,
  })
  return (
    <>
      <TextInput {...field('title', words.reportTitle)} required dir="auto" autoComplete="off" />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput {...field('publisher', words.publisher)} />
        <TextInput
          {...field('language', words.language)}
          defaultValue={values['language'] ?? 'en'}
          list="report-languages"
          required
        />
      </SimpleGrid>
      <datalist id="report-languages">
        {languages.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
      <TextInput {...field('sourceUrl', words.sourceUrl)} type="url" inputMode="url" placeholder="https://" />
      <Textarea
        {...field('text', words.text)}
        description={words.textHint}
        rows={12}
        dir="auto"
        classNames={{ input: styles.text ?? '' }}
      />
    </>
  )
}

interface FileProps {
  readonly error: string | null
  readonly isSent: boolean
  readonly onFile: (event: ChangeEvent<HTMLInputElement>) => void
}

function FileField({ error, isSent, onFile }: FileProps) {
  return (
    <div>
      <label htmlFor="report-file" className={styles.label}>
        {words.file}
      </label>
      <input
        id="report-file"
        className={styles.file}
        type="file"
        name="file"
        accept=".txt,.md,text/plain,text/markdown"
        disabled={isSent}
        aria-invalid={error !== null}
        aria-describedby="report-file-note"
        onChange={onFile}
      />
      <p id="report-file-note" className={error ? styles.error : styles.note}>
        {error ?? words.fileWins}
      </p>
    </div>
  )
}
