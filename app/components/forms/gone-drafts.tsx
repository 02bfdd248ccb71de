import { useSyncExternalStore } from 'react'
import { Alert, Button, Text } from '@mantine/core'
import { draftChanges, draftName, dropDraft, goneDrafts, onDrafts } from './drafts.ts'
import { formMessages } from './messages.ts'

interface Props {
  readonly action: string
  readonly intent: string
  /** What such forms can still be about. */
  readonly standing: readonly string[]
  /** The names of the fields as people read them; other fields are left out. */
  readonly labels: Readonly<Record<string, string>>
}

/** What was typed in forms about something that others took away meanwhile: to be read and copied until it is dropped. */
export function GoneDrafts({ action, intent, standing, labels }: Props) {
  useSyncExternalStore(onDrafts, draftChanges, () => 0)
  return goneDrafts(action, intent, standing).map(({ subject, fields }) => {
    const typed = Object.entries(labels).flatMap(([field, label]) => (fields[field] ? [[label, fields[field]]] : []))
    return <GoneDraft key={subject} typed={typed} onDrop={() => dropDraft(draftName(action, intent, subject))} />
  })
}

// In the colour of the frame it would be too pale to read.
const title = (
  <Text span inherit c="var(--mantine-color-text)">
    {formMessages.gone}
  </Text>
)

function GoneDraft({ typed, onDrop }: { typed: readonly (readonly string[])[]; onDrop: () => void }) {
  return (
    <Alert color="yellow" variant="outline" p="xs" my="xs" role="group" title={title}>
      {typed.map(([label, words]) => (
        <Text key={label} size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {label}: {words}
        </Text>
      ))}
      <Button type="button" size="xs" variant="default" mt="xs" onClick={onDrop}>
        {formMessages.drop}
      </Button>
    </Alert>
  )
}
