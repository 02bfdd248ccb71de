import { setImmediate } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import type { KeptPasts } from '../kept-pasts.ts'
import { erasedUpTo, keptSourcesOf } from '../store/erasure.ts'
import { deedSeqsOf, textEditsOf } from '../store.ts'
import { TextPast } from '../text-past.ts'
import type { Burst } from '../timeline.ts'

/** Everything that people typed in a claim's texts, burst by burst. */
export async function burstsOn(db: Context['db'], claimId: string): Promise<readonly Burst[]> {
  const past = new TextPast()
  await takeIn(db, claimId, past)
  return past.bursts
}

/** The past of a claim's texts up to now. */
export async function pastOf({ db, actor }: Context, kept: KeptPasts, claimId: string): Promise<TextPast> {
  return kept.get(claimId, (past) => takeIn(db, claimId, past), await erasedUpTo(db, actor.teamId))
}

/** For how many milliseconds a history is worked on before others get their turn. */
const longestTurn = 20

async function nextTurn(): Promise<number> {
  await setImmediate()
  return performance.now()
}

async function takeIn(db: Context['db'], claimId: string, past: TextPast): Promise<void> {
  const edits = await textEditsOf(db, claimId, past.seq)
  if (past.seq === 0 && edits.length > 0) past.know(await keptSourcesOf(db, claimId))
  // Read after the edits: no deed that lies before one of them is missing.
  const deeds = edits.length > 0 ? await deedSeqsOf(db, claimId) : []
  let done = 0
  let begun = performance.now()
  for (const edit of edits) {
    // Whoever types meanwhile does not wait for a long history.
    if (performance.now() - begun > longestTurn) begun = await nextTurn()
    while ((deeds[done] ?? edit.seq) < edit.seq) done += 1
    past.apply(edit, deeds[done - 1] ?? 0)
  }
}
