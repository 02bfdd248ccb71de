import { sql } from 'drizzle-orm'
import { deed, firstRow, type Deed, type Looking } from './deed.ts'

/** What each intent of threads answers to whom, and at which stage of the claim. The first comment is the checker's. */
export const threadRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
thread.start         401    401  404      200     200    403     403   200           200 | 200  200      200       200      200       422
comment.add          401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
comment.edit         401    401  404      200     403    403     403   403           403 | -    -        -         -        -         -
comment.withdraw     401    401  404      200     403    403     403   403           403 | -    -        -         -        -         -
thread.resolve       401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
thread.reopen        401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
`

/** One right input for every intent of threads on a report like the demo's, in an order in which a checker may do them all. */
export async function threadDeeds(server: Looking, reportId: string): Promise<Deed[]> {
  const c = await firstRow(
    server,
    sql`select t.id as thread, t.claim_id, c.id, c.seq::text from thread t join comment c on c.thread_id = t.id
        join claim on claim.id = t.claim_id where claim.report_id = ${reportId}
        order by c.made_seq limit 1`,
  )
  const path = `/threads/${c['thread']}`
  return [
    deed('thread.start', `/claims/${c['claim_id']}/threads`, { on: 'claim', words: 'X' }),
    deed('comment.add', path, { words: 'X' }),
    deed('comment.edit', path, { commentId: c['id'], words: 'Y', seen: c['seq'] }),
    deed('comment.withdraw', path, { commentId: c['id'] }),
    deed('thread.resolve', path),
    deed('thread.reopen', path),
  ]
}
