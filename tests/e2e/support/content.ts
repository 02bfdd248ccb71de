import { contentOf } from '#server/review/queries/content.ts'
import { placeOf } from '#server/claims/store.ts'
import type { Looking } from './deeds/deed.ts'

/** The hash of what a reader would see of a claim now, as an editor's page computes it. */
export async function contentHashOf(server: Looking, claimId: string): Promise<string> {
  return server.inDatabase(async (db) => {
    const place = await placeOf(db, claimId)
    const content = place && (await contentOf(db, place.teamId, claimId))
    if (!content) throw new Error('There is no such claim.')
    return content.hash
  })
}
