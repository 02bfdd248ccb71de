import type { BrowserContext } from '@playwright/test'
import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { deed, doing, firstRow, type Deed } from './deed.ts'

/** One right input for every intent of requested changes; the checker given brought in the report and asks. */
export async function requestDeeds(server: RunningServer, checker: BrowserContext): Promise<Deed[]> {
  const report = await firstRow(server, sql`select id from report limit 1`)
  const words = { edition: '1', start: '0', end: '7', replacement: 'X', reason: 'Y', claimId: '' }
  const request = deed('change.request', `/reports/${report['id']}/changes/new`, words)
  const requested = async (): Promise<{ path: string; seen: string }> => {
    const answer = await doing(checker, server.baseURL, request)
    const { id } = (await answer.json()) as { id: string }
    const row = await firstRow(server, sql`select seq::text from requested_change where id = ${id}`)
    return { path: `/changes/${id}`, seen: row['seq'] ?? '' }
  }
  const moved = async (intent: string): Promise<{ path: string; seen: string }> => {
    const { path, seen } = await requested()
    await doing(checker, server.baseURL, deed(intent, path, { seen }))
    const last = await firstRow(server, sql`select max(seq)::text as seq from entry`)
    return { path, seen: last['seq'] ?? '' }
  }
  const move = (intent: string, { path, seen }: { path: string; seen: string }, more: Record<string, string> = {}) =>
    deed(intent, path, { seen, ...more })
  return [
    request,
    move('change.accept', await requested()),
    move('change.decline', await requested(), { reason: 'X' }),
    move('change.finish', await moved('change.accept')),
    move('change.withdraw', await requested()),
    move('change.reopen', await moved('change.withdraw')),
  ]
}
