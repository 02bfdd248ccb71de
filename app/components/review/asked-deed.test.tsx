import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { PublicationView } from '#server/review/review-view.ts'
import { NoteToReaders } from './asked-deed.tsx'

const askedOf = (...all: PublicationView['readers'][]) => {
  const publications = all.map((readers) => ({ readers }) as PublicationView)
  const draft = { note: 'What readers were to read', teamNote: 'What the team was to read' }
  return renderToStaticMarkup(
    <MantineProvider>
      <NoteToReaders publications={publications} hint="They see it." draft={draft} errors={{}} />
    </MantineProvider>,
  )
}

it('what readers never saw is taken back with a note for the team, and what was written to the one is not offered to the other', () => {
  const unseen = askedOf('never', 'later')
  expect(unseen).toContain('Note for the team')
  expect(unseen).toMatch(/name="teamNote"[^>]*>What the team was to read</u)
  expect(unseen).not.toMatch(/They see it|readers were to/u)
  const seen = askedOf('seen', 'later')
  expect(seen).toMatch(/name="note"[^>]*>What readers were to read</u)
  expect(seen).not.toMatch(/team/u)
})
