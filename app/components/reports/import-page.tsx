import { useEffect, useState, type ChangeEvent, type FormEvent } from 'react'
import { Alert, Stack, Textarea, TextInput } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { IconAlert } from '#app/ui/icons.ts'
import { paths } from '#app/paths.ts'
import { inputLimit } from '#server/reports/claim-review/read.ts'
import { draftName, draftOf, dropDraft, keepDraft } from '../forms/drafts.ts'
import { importMessages as words } from './import-messages.ts'
import { ImportPreview } from './import-preview.tsx'
import styles from './new-report.module.css'
import { useImport } from './use-import.ts'

/** Brings in ClaimReviews: what is pasted or chosen is read, shown, and imported a few at a time. */
export function ImportPage({ readOnly }: { readonly readOnly: string | null }) {
  const state = useImport()
  const { source, setSource, base, setBase } = useKeptSource(state.run?.left.length === 0)
  const [fileError, setFileError] = useState<string | null>(null)
  const onFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0]
    if (!file) return
    const text = await textOf(file)
    setFileError(text.error)
    if (text.error === null) setSource(text.words)
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (state.busy === null) void state.read(source, base)
  }
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{words.title}</h1>
      <p className={styles.intro}>{readOnly ?? words.intro}</p>
      <form onSubmit={onSubmit} aria-label={words.title}>
        <fieldset disabled={readOnly !== null || state.busy === 'import'} className={styles.fields}>
          <Stack gap="md">
            <Textarea
              label={words.source}
              description={words.sourceHint}
              rows={8}
              value={source}
              onChange={(event) => setSource(event.currentTarget.value)}
            />
            <FileField error={fileError} onFile={(event) => void onFile(event)} />
            <TextInput
              label={words.base}
              description={words.baseHint}
              type="url"
              inputMode="url"
              placeholder="https://"
              value={base}
              onChange={(event) => setBase(event.currentTarget.value)}
            />
            <div>
              <BusyButton type="submit" busy={state.busy === 'read'} disabled={source.trim() === ''}>
                {words.read}
              </BusyButton>
              <span role="status" className={styles.status}>
                {state.busy === 'read' && words.reading}
              </span>
            </div>
          </Stack>
        </fieldset>
      </form>
      {state.problem && (
        <Alert role="alert" mt="md" color="red" icon={<IconAlert size={18} />}>
          {state.problem}
        </Alert>
      )}
      {state.preview && <ImportPreview state={state} preview={state.preview} />}
    </div>
  )
}

/** What was pasted in this form is kept by this name until all of it is imported. */
const importDraft = draftName(paths.importReviews(), 'review.import')

/** What is to be read, and where it comes from: kept while other pages are looked at, and asked about before it is lost. */
function useKeptSource(isDone: boolean) {
  const [draft] = useState(() => draftOf(importDraft)?.fields)
  const [source, setSource] = useState(draft?.['source'] ?? '')
  const [base, setBase] = useState(draft?.['base'] ?? '')
  useEffect(() => {
    if (source || base) keepDraft(importDraft, { fields: { source, base }, base: { seen: undefined, fields: {} } })
    else if (draftOf(importDraft)) dropDraft(importDraft)
  }, [source, base])
  useEffect(() => {
    if (isDone) dropDraft(importDraft)
  }, [isDone])
  return { source, setSource, base, setBase }
}

interface FileFieldProps {
  readonly error: string | null
  readonly onFile: (event: ChangeEvent<HTMLInputElement>) => void
}

function FileField({ error, onFile }: FileFieldProps) {
  return (
    <div>
      <label htmlFor="reviews-file" className={styles.label}>
        {words.file}
      </label>
      <input
        id="reviews-file"
        className={styles.file}
        type="file"
        accept=".json,.jsonld,.html,.htm,application/json,application/ld+json,text/html"
        aria-invalid={error !== null}
        aria-describedby="reviews-file-note"
        onChange={onFile}
      />
      <p id="reviews-file-note" className={styles.error}>
        {error}
      </p>
    </div>
  )
}

async function textOf(file: File): Promise<{ readonly words: string; readonly error: string | null }> {
  if (file.size > inputLimit) return { words: '', error: words.fileTooLarge }
  try {
    return { words: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()), error: null }
  } catch {
    return { words: '', error: words.fileNoText }
  }
}
