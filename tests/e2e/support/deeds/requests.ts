import type { APIRequestContext } from '@playwright/test'
import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { deed, doing, firstRow, type Deed } from './deed.ts'

/** What each intent of requested changes answers to whom. The checker brought in the report, and asks. */
export const requestRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
change.request       401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
change.accept        401    401  404      200     200    403     403   403           200 | -    -        -         -        -         -
change.decline       401    401  404      200     200    403     403   403           200 | -    -        -         -        -         -
change.finish        401    401  404      200     200    403     403   403           200 | -    -        -         -        -         -
change.withdraw      401    401  404      200     403    403     403   403           403 | -    -        -         -        -         -
change.reopen        401    401  404      200     403    403     403   403           403 | -    -        -         -        -         -
`

/** One right input for every intent of requested changes; the checker given brought in the report and asks. */
export async function requestDeeds(
  server: Pick<RunningServer, 'inDatabase' | 'baseURL'>,
  reportId: string,
  checker: { readonly request: APIRequestContext },
): Promise<Deed[]> {
  const words = { edition: '1', start: '0', end: '7', replacement: 'X', reason: 'Y', claimId: '' }
  const request = deed('change.request', `/reports/${reportId}/changes/new`, words)
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
