import { eq } from 'drizzle-orm'
import { report } from '#db/schema/reports.ts'
import { contentOf } from '#server/review/queries/content.ts'
import { placeOf } from '#server/claims/store.ts'
import { wholeOf } from '#server/review/queries/whole.ts'
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

/** The hash of the list of a report's claims as it stands, as an editor's page computes it. */
export async function listHashOf(server: Looking, reportId: string): Promise<string> {
  return server.inDatabase(async (db) => {
    const [found] = await db.select({ teamId: report.teamId }).from(report).where(eq(report.id, reportId))
    const content = found && (await wholeOf(db, found.teamId, reportId))
    if (!content) throw new Error('There is no such report.')
    return content.hash
  })
}
