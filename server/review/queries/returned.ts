import type { Database } from '#db/client.ts'
import type { ClaimEvent } from '../../claims/claim.ts'
import { eventOf } from '../../history/fold.ts'
import { newestDeedOf } from '../../history/store.ts'
import type { ReportEvent } from '../../reports/report.ts'
import type { Returned } from '../review-view.ts'

/** Who sent a claim or a report back last, by id, and with which words; null once something of it was approved since. */
export async function lastReturn(db: Database, type: 'claim' | 'report', id: string): Promise<Returned | null> {
  const deed = await newestDeedOf(db, { type, id }, [`${type}.return`, `${type}.approve`])
  const event = deed && eventOf<ClaimEvent | ReportEvent>(deed)
  if (event?.kind !== 'claim.return' && event?.kind !== 'report.return') return null
  return { note: event.comment, by: deed?.actor ?? '', at: deed?.at ?? '' }
}
