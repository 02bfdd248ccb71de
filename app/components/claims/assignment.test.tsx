import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, expect, it, vi } from 'vitest'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { draftName, dropDraft, keepDraft } from '../forms/drafts.ts'
import { WorkspaceContext, type Workspace } from '../reports/workspace-context.ts'
import { AssignmentBar } from './assignment.tsx'

vi.mock(import('@remix-run/react'), async (original) => ({
  ...(await original()),
  useRevalidator: () => ({ state: 'idle', revalidate: async () => {} }),
}))

const ada = { personId: 'ada', name: 'Ada' }
const kira = { personId: 'kira', name: 'Kira' }
const claim = { id: 'c', assignees: [{ ...kira, now: 'checks' }], dueOn: '' } as unknown as ClaimView
const workspace = {
  view: { viewer: { personId: 'emil', allowed: ['assignment.give'] }, checkers: [ada, kira] },
} as unknown as Workspace

const name = draftName(paths.claimAssignments(claim.id), 'assignment.give')
afterEach(() => dropDraft(name))

it('nobody takes the place of somebody who was chosen and is assigned by another person meanwhile', () => {
  keepDraft(name, { fields: { personId: 'kira' }, base: { seen: undefined, fields: {} } })
  const html = renderToStaticMarkup(
    <MantineProvider>
      <WorkspaceContext.Provider value={workspace}>
        <AssignmentBar claim={claim} />
      </WorkspaceContext.Provider>
    </MantineProvider>,
  )
  // A browser chooses the first where none is selected.
  expect([...html.matchAll(/<option[^>]*>/gu)].map(([option]) => option)).toEqual([
    '<option value="">',
    '<option value="ada">',
  ])
})
