import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { deed, firstRow, type Deed } from './deed.ts'

/** One right input for every intent of evidence, in an order in which a checker may do them all. */
export async function evidenceDeeds(server: RunningServer): Promise<Deed[]> {
  const e = await firstRow(server, sql`select claim_id, id, seq::text from evidence where not withdrawn limit 1`)
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
