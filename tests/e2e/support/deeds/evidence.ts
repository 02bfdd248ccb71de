import { sql } from 'drizzle-orm'
import { deed, firstRow, type Deed, type Looking } from './deed.ts'

/** What each intent of evidence answers to whom, and at which stage. */
export const evidenceRights = `
                   nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
evidence.attach    401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
evidence.edit      401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
evidence.withdraw  401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
`

/** One right input for every intent of evidence on a report like the demo's, in an order in which a checker may do them all. */
export async function evidenceDeeds(server: Looking, reportId: string): Promise<Deed[]> {
  const e = await firstRow(
    server,
    sql`select e.claim_id, e.id, e.seq::text from evidence e join claim c on c.id = e.claim_id
        where c.report_id = ${reportId} and not e.withdrawn and c.stage = 'checking' limit 1`,
  )
  const path = `/claims/${e['claim_id']}/evidence`
  const bearing = { stance: 'context', quote: 'words', locator: '', note: '' }
  const source = {
    url: 'https://example.org/x',
    title: 'X',
    publisher: '',
    author: '',
    publishedOn: '',
    sourceKind: 'primary',
  }
  return [
    deed('evidence.attach', path, { sourceId: '', ...source, ...bearing }),
    deed('evidence.edit', path, {
      evidenceId: e['id'],
      ...bearing,
      seen: e['seq'],
    }),
    deed('evidence.withdraw', path, { evidenceId: e['id'], reason: 'X' }),
  ]
}
