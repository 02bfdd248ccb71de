import type { Role } from '../policy/roles.ts'
import type { TeamPage } from '../publication/team-page.ts'
import type { DemoMember } from './claims.ts'

export const demoPassword = 'plumbline-demo'

/** The demo accounts, named by role. */
export const demoMembers: readonly { key: DemoMember; name: string; email: string; roles: readonly [Role] }[] = [
  { key: 'mara', name: 'Mara Checker', email: 'checker@example.org', roles: ['checker'] },
  { key: 'oleh', name: 'Oleh Checker', email: 'checker2@example.org', roles: ['checker'] },
  { key: 'edith', name: 'Edith Editor', email: 'editor@example.org', roles: ['editor'] },
  { key: 'aya', name: 'Aya Auditor', email: 'auditor@example.org', roles: ['auditor'] },
  { key: 'ada', name: 'Ada Admin', email: 'admin@example.org', roles: ['admin'] },
]

/** How the demo team stands before readers who try it out. */
export const demoTeamPage = {
  slug: 'demo-newsroom',
  publisher: 'Plumbline demo newsroom',
  homepage: 'https://example.org',
  approvers: 'name',
  howWeCheck: `This newsroom and its sources are made up; they show how Plumbline works.

We check what readers may act on. A checker ties each statement to the exact words of a report and looks for **two sources that do not depend on each other**, one of them primary. An editor who wrote none of it approves what you read, and nothing else is published.

When we were wrong we say so on top of the page: what was wrong, what it says now, why, and since when.`,
  correctionsUrl: 'https://example.org/corrections',
  contact: 'corrections@example.org',
} as const satisfies Omit<TeamPage, 'seq'>

/** What it asks of a claim: the standard, and a primary source. */
export const demoRules = {
  reason: 'on',
  sources: 'on',
  'sources.minimum': '2',
  primary: 'on',
  threads: 'on',
  relations: 'on',
  'quorum.minimum': '1',
} as const
