import { sql } from 'drizzle-orm'
import { stages, type Stage } from '#server/claims/stage.ts'
import { doing, firstRow, type Deed } from './deeds/deed.ts'
import type { Place } from './deeds/nouns.ts'
import type { Caller } from './roles.ts'

/** The columns of the tables of rights that name where a claim stands. */
export const claimStages = [...stages, 'withdrawn'] as const

/** Whether a deed is done on a claim, by its address. */
export const isOnClaim = ({ path }: Deed): boolean => path.startsWith('/claims/')

/** Brings a claim to a stage, as somebody who may. */
export async function bringTo(
  checker: Caller,
  server: Place['server'],
  id: string,
  wanted: (typeof claimStages)[number],
): Promise<void> {
  const doThis = async (intent: string, at: string, fields: Record<string, string>) => {
    const answer = await doing(checker, server.baseURL, { intent, path: `/claims/${id}/${at}`, fields })
    if (answer.status() !== 200) throw new Error(`The claim cannot be brought to ${wanted}: ${await answer.text()}`)
  }
  const now = await firstRow(server, sql`select stage, withdrawn::text from claim where id = ${id}`)
  if (wanted === 'withdrawn') {
    if (now['withdrawn'] === 'false') await doThis('claim.withdraw', 'withdrawal', { reason: 'X' })
    return
  }
  if (now['withdrawn'] === 'true') await doThis('claim.restore', 'withdrawal', {})
  const [from, to] = [stages.indexOf(now['stage'] as Stage), stages.indexOf(wanted)]
  const way = from < to ? stages.slice(from + 1, to + 1) : stages.slice(to, from).toReversed()
  for (const next of way) await doThis('claim.stage', 'stage', { to: next })
}
