import { sql } from 'drizzle-orm'
import { isChecked, stages, type Stage } from '#server/claims/stage.ts'
import { contentHashOf } from './content.ts'
import { doing, firstRow, type Deed } from './deeds/deed.ts'
import type { Place } from './deeds/nouns.ts'
import type { Caller, Somebody } from './roles.ts'

/** The columns of the tables of rights that name where a claim stands. */
export const claimStages = [...stages, 'withdrawn'] as const

/** Whether a deed is done on a claim, by its address. */
export const isOnClaim = ({ path }: Deed): boolean => path.startsWith('/claims/')

type Do = (intent: string, at: string, fields?: Record<string, string>) => Promise<void>

/** Brings a claim of a team that asks for little to a stage, as a checker and as an editor who has not written in it. */
export async function bringTo(
  people: Readonly<Record<Somebody, Caller>>,
  server: Place['server'],
  id: string,
  wanted: (typeof claimStages)[number],
): Promise<void> {
  const doneBy =
    (who: 'checker' | 'editor'): Do =>
    async (intent, at, fields = {}) => {
      const answer = await doing(people[who], server.baseURL, { intent, path: `/claims/${id}/${at}`, fields })
      if (answer.status() !== 200) throw new Error(`The claim cannot be brought to ${wanted}: ${await answer.text()}`)
    }
  const [check, edit] = [doneBy('checker'), doneBy('editor')]
  const now = await firstRow(
    server,
    sql`select stage, withdrawn::text, rating, verdict_seq::text as "verdictSeq", ((
          select max(number) from publication p where p.claim_id = c.id) > coalesce((
          select max(number) from retraction r where r.claim_id = c.id), 0))::text as "isPublic"
        from claim c where id = ${id}`,
  )
  if (wanted === 'withdrawn') {
    if (now['withdrawn'] === 'true') return
    if (now['isPublic'] === 'true') await takeBack(now['stage'] as Stage, check, edit)
    return check('claim.withdraw', 'withdrawal', { reason: 'X' })
  }
  if (now['withdrawn'] === 'true') await check('claim.restore', 'withdrawal')
  if (now['stage'] === wanted) return
  await toChecking(now['stage'] as Stage, check)
  if (wanted === 'open') return check('claim.stage', 'stage', { to: 'open' })
  if (wanted === 'checking') return
  if (!now['rating'])
    await check('verdict.set', 'verdict', { rating: 'true', reason: 'X', seen: now['verdictSeq'] ?? '' })
  if (wanted === 'published' && now['isPublic'] === 'true') {
    await check('claim.correct', 'publication', { wrong: 'X', now: 'Y', why: 'Z', since: '2025-05-24' })
  }
  await check('claim.submit', 'review')
  if (wanted === 'in-review') return
  const hash = await contentHashOf(server, id)
  await edit('claim.approve', 'review', { hash })
  if (wanted === 'published') await edit('claim.publish', 'publication', { hash })
}

async function toChecking(stage: Stage, check: Do): Promise<void> {
  if (stage === 'open') await check('claim.stage', 'stage', { to: 'checking' })
  if (isChecked(stage)) await check('claim.reopen', 'review', { reason: 'X' })
}

/** What readers have cannot be withdrawn. */
async function takeBack(stage: Stage, check: Do, edit: Do): Promise<void> {
  if (stage === 'open') await toChecking(stage, check)
  await edit('claim.retract', 'publication', { how: 'retracted', note: 'X' })
}
