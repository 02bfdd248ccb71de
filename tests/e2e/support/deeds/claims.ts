import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { deed, firstRow, type Deed } from './deed.ts'

/** One right input for every intent of claims, in an order in which a checker may do them all. */
export async function claimDeeds(server: RunningServer): Promise<Deed[]> {
  const c = await firstRow(
    server,
    sql`select c.*, f.id as "figureId", f.seq as "figureSeq"
        from claim c join figure f on f.claim_id = c.id
        where c.rating is not null and c.stage = 'in-review' limit 1`,
  )
  const p = await firstRow(
    server,
    sql`select claim_id, min(id) as id from passage group by claim_id having count(*) > 1 limit 1`,
  )
  const r = await firstRow(server, sql`select claim_id, id, array_to_string(parts, ',') as parts from relation limit 1`)
  const who = await firstRow(
    server,
    sql`select person_id from member m where 'checker' = any(roles) and not exists
          (select 1 from assignment a where a.claim_id = ${c['id']} and a.person_id = m.person_id) limit 1`,
  )
  const [id, report, personId] = [c['id'], c['report_id'], who['person_id']]
  const figure = { bound: 'exactly', low: '390', unit: 'people', asOf: '' }
  return [
    deed('claim.make', `/reports/${report}/claims`, { edition: '1', start: '0', end: '7' }),
    deed('claim.describe', `/claims/${id}/details`, { claimant: 'X', saidOn: '', seen: c['details_seq'] }),
    deed('claim.appear', `/claims/${id}/details`, { firstUrl: '', firstWhere: 'X', seen: c['appearance_seq'] }),
    deed('claim.classify', `/claims/${id}/details`, { priority: 'high', tags: 'x, y', seen: c['classes_seq'] }),
    deed('claim.due', `/claims/${id}/details`, { dueOn: '2030-01-01', seen: c['due_seq'] }),
    deed('assignment.give', `/claims/${id}/assignments`, { personId }),
    deed('assignment.withdraw', `/claims/${id}/assignments`, { personId }),
    deed('claim.move', `/claims/${id}/position`, { after: '' }),
    deed('claim.stage', `/claims/${id}/stage`, { to: 'checking' }),
    deed('passage.add', `/claims/${id}/passages`, { edition: '1', start: '3', end: '9' }),
    deed('passage.withdraw', `/claims/${p['claim_id']}/passages`, { passageId: p['id'] }),
    deed('figure.set', `/claims/${id}/figures`, { ...figure, figureId: c['figureId'], seen: c['figureSeq'] }),
    deed('figure.withdraw', `/claims/${id}/figures`, { figureId: c['figureId'] }),
    deed('relation.withdraw', `/claims/${r['claim_id']}/relations`, { relationId: r['id'] }),
    deed('relation.add', `/claims/${r['claim_id']}/relations`, { kind: 'sum', parts: r['parts'] }),
    deed('verdict.set', `/claims/${id}/verdict`, { rating: 'false', reason: 'X', seen: c['verdict_seq'] }),
    deed('claim.withdraw', `/claims/${id}/withdrawal`, { reason: 'X' }),
    deed('claim.restore', `/claims/${id}/withdrawal`),
  ]
}
