import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { can } from '../policy/can.ts'
import { ClaimDoc, type ClaimTexts } from './claim-doc.ts'
import { findClaim, loadClaimAt } from './store.ts'

/**
 * The texts of a claim as they stood after an entry.
 * @throws {Problem} `not-found` when the viewer's team has no such claim.
 */
export async function textsAt(ctx: Context, claimId: string, seq: number): Promise<ClaimTexts> {
  if (!can(ctx.actor, 'history.read')) throw new Problem('forbidden', 'Your role does not allow reading the history.')
  const place = await findClaim(ctx.db, claimId)
  if (place?.teamId !== ctx.actor.teamId) throw new Problem('not-found', 'This claim does not exist.')
  const doc = new ClaimDoc((await loadClaimAt(ctx.db, claimId, seq)).updates)
  const texts = doc.committedTexts()
  doc.destroy()
  return texts
}
