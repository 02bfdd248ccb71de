import type { Role } from '../policy/roles.ts'
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
