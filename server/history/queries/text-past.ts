import type { Context } from '../../context.ts'
import type { KeptPasts } from '../kept-pasts.ts'
import { erasedUpTo, keptSourcesOf } from '../store/erasure.ts'
import { deedSeqsOf, textEditsOf } from '../store.ts'
import type { TextPast } from '../text-past.ts'
import { takingTurns } from './turns.ts'

/** The past of a claim's texts up to now. */
export async function pastOf({ db, actor }: Context, kept: KeptPasts, claimId: string): Promise<TextPast> {
  return kept.get(claimId, (past) => takeIn(db, claimId, past), await erasedUpTo(db, actor.teamId))
}

async function takeIn(db: Context['db'], claimId: string, past: TextPast): Promise<void> {
  const edits = await textEditsOf(db, claimId, past.seq)
  if (past.seq === 0 && edits.length > 0) past.know(await keptSourcesOf(db, claimId))
  // Read after the edits: no deed that lies before one of them is missing.
  const deeds = edits.length > 0 ? await deedSeqsOf(db, claimId) : []
  let done = 0
  const others = takingTurns()
  for (const edit of edits) {
    // Whoever types meanwhile does not wait for a long history.
    await others()
    while ((deeds[done] ?? edit.seq) < edit.seq) done += 1
    past.apply(edit, deeds[done - 1] ?? 0)
  }
}
