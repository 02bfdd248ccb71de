import { sql } from 'drizzle-orm'
import { deed, firstRow, type Deed, type Looking } from './deed.ts'

/**
 * What each intent of claims answers to whom, and at which stage. Whoever splits or merges a claim must have seen its
 * newest deed, its way to another stage included. No second verdict is asked for: what ratings answer where one is, says
 * `tests/integration/blind-verdict.test.ts`.
 */
export const claimRights = `
                   nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
claim.make         401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
claims.import      401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
claim.describe     401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
claim.appear       401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
claim.classify     401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
claim.due          401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
assignment.give    401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
assignment.withdraw 401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
claim.split        401    401  404      200     200    403     403   200           200 | 200  409      409       409      409       422
claim.merge        401    401  404      200     200    403     403   200           200 | 200  409      409       409      422       422
claim.move         401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
claim.stage        401    401  404      200     200    403     403   200           200 | 200  422      422       422      422       422
passage.add        401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
passage.withdraw   401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
figure.set         401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
figure.withdraw    401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
relation.withdraw  401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       200
relation.add       401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
verdict.set        401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
rating.give        401    401  404      422     422    403     403   422           422 | 422  422      422       422      422       422
claim.withdraw     401    401  404      200     200    403     403   200           200 | 200  200      200       200      422       422
claim.restore      401    401  404      200     200    403     403   200           200 | 422  422      422       422      422       200
`

/** One right input for every intent of claims on a report like the demo's, in an order in which a checker may do them all. */
export async function claimDeeds(server: Looking, reportId: string): Promise<Deed[]> {
  const c = await firstRow(
    server,
    sql`select c.*, f.id as "figureId", f.seq as "figureSeq"
        from claim c join figure f on f.claim_id = c.id
        where c.report_id = ${reportId} and c.rating is not null and c.stage = 'in-review' order by c.position limit 1`,
  )
  const p = await firstRow(
    server,
    sql`select claim_id, min(p.id) as id from passage p join claim c on c.id = p.claim_id
        where c.report_id = ${reportId} and c.stage = 'open'
        group by claim_id having count(*) > 1 limit 1`,
  )
  const r = await firstRow(
    server,
    sql`select r.claim_id, r.id, array_to_string(parts, ',') as parts from relation r join claim c on c.id = r.claim_id
        where c.report_id = ${reportId} and r.kind = 'sum' limit 1`,
  )
  const m = await firstRow(
    server,
    sql`select c.id from claim c where c.report_id = ${reportId} and c.rating is null and c.stage = 'open'
          and c.claim_kind = '' and not exists (select 1 from figure f where f.claim_id = c.id)
          and (select count(*) from passage p where p.claim_id = c.id) = 1 limit 1`,
  )
  const who = await firstRow(
    server,
    sql`select person_id from member m where 'checker' = any(roles) and m.team_id = ${c['team_id']} and not exists
          (select 1 from assignment a where a.claim_id = ${c['id']} and a.person_id = m.person_id) limit 1`,
  )
  const [id, personId] = [c['id'], who['person_id']]
  const period = { stockOrFlow: 'flow', periodFrom: '2025-05-23', periodTo: '2025-05-25' }
  const figure = { bound: 'exactly', low: '390', unit: 'people', asOf: '', scope: 'soldiers', ...period }
  return [
    deed('claim.make', `/reports/${reportId}/claims`, { edition: '1', start: '0', end: '7' }),
    deed('claims.import', `/reports/${reportId}/claims/import`, {
      rows: JSON.stringify([{ row: 2, cells: { words: 'The siege was in 2022.' } }]),
    }),
    deed('claim.describe', `/claims/${id}/details`, { claimant: 'X', saidOn: '', seen: c['details_seq'] }),
    deed('claim.appear', `/claims/${id}/details`, { firstUrl: '', firstWhere: 'X', seen: c['appearance_seq'] }),
    deed('claim.classify', `/claims/${id}/details`, { priority: 'high', tags: 'x, y', seen: c['classes_seq'] }),
    deed('claim.due', `/claims/${id}/details`, { dueOn: '2030-01-01', seen: c['due_seq'] }),
    deed('assignment.give', `/claims/${id}/assignments`, { personId }),
    deed('assignment.withdraw', `/claims/${id}/assignments`, { personId }),
    deed('claim.split', `/claims/${p['claim_id']}/origin`, {
      parts: `both ${p['id']}`,
      statement: 'X',
      seen: await newestDeedOn(server, p['claim_id']),
    }),
    deed('claim.merge', `/claims/${m['id']}/origin`, { into: id, seen: await newestDeedOn(server, m['id']) }),
    deed('claim.move', `/claims/${id}/position`, { after: '' }),
    deed('claim.stage', `/claims/${p['claim_id']}/stage`, { to: 'checking' }),
    deed('passage.add', `/claims/${id}/passages`, { edition: '1', start: '3', end: '9' }),
    deed('passage.withdraw', `/claims/${p['claim_id']}/passages`, { passageId: p['id'] }),
    deed('figure.set', `/claims/${id}/figures`, { ...figure, figureId: c['figureId'], seen: c['figureSeq'] }),
    deed('figure.withdraw', `/claims/${id}/figures`, { figureId: c['figureId'] }),
    deed('relation.withdraw', `/claims/${r['claim_id']}/relations`, { relationId: r['id'] }),
    deed('relation.add', `/claims/${r['claim_id']}/relations`, { kind: 'sum', parts: r['parts'], note: 'X' }),
    deed('rating.give', `/claims/${id}/verdict`, { rating: 'false', reason: 'X', seen: c['verdict_seq'] }),
    deed('verdict.set', `/claims/${id}/verdict`, { rating: 'false', reason: 'X', seen: c['verdict_seq'] }),
    deed('claim.withdraw', `/claims/${id}/withdrawal`, { reason: 'X' }),
    deed('claim.restore', `/claims/${id}/withdrawal`),
  ]
}

async function newestDeedOn(server: Looking, claimId: string | undefined): Promise<string | undefined> {
  const row = await firstRow(
    server,
    sql`select max(seq)::text as seq from entry where subject_id = ${claimId ?? ''} and kind <> 'claim.write'`,
  )
  return row['seq']
}
