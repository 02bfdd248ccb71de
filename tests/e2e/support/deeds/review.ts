import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { deed, firstRow, type Deed } from './deed.ts'

/** One right input for every intent of threads, in an order in which a checker may do them all. */
export async function reviewDeeds(server: RunningServer): Promise<Deed[]> {
  const c = await firstRow(
    server,
    sql`select t.id as thread, t.claim_id, c.id, c.seq::text from thread t join comment c on c.thread_id = t.id
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
