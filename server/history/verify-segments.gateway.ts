import { and, asc, eq, gte, lte } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { entry, segment } from '#db/schema/history.ts'
import type { Entry } from './entry.ts'
import { misplacedIn, wrongOf } from './segment.ts'
import { entriesIn, UnreadableSegment, type StoredSegment } from './store/segments.ts'
import type { Difference } from './verify.ts'

/** What is wrong with the segments of a team by themselves. */
export interface SegmentsFound {
  /** Why their entries cannot be read with the others. */
  readonly unreadable: Difference | null
  /** What a segment says of its entries that is not so: to be told after what is wrong with them. */
  readonly untrue: Difference | null
}

/** Reads every segment of a team by itself, one after the other, up to the first that cannot be read. */
export async function verifySegments(tx: Transaction, teamId: string): Promise<SegmentsFound> {
  const { last } = segment
  const places = await tx.select({ last }).from(segment).where(eq(segment.teamId, teamId)).orderBy(asc(last))
  let untrue: Difference | null = null
  for (const place of places) {
    const [row] = await tx
      .select()
      .from(segment)
      .where(and(eq(segment.teamId, teamId), eq(last, place.last)))
    if (!row) continue
    const found = await verifySegment(tx, row)
    if (found.unreadable) return found
    untrue ??= found.untrue
  }
  return { unreadable: null, untrue }
}

async function verifySegment(tx: Transaction, row: StoredSegment): Promise<SegmentsFound> {
  const said = (what: string): Difference => ({ seq: row.first, subject: `segment ${row.first}-${row.last}`, what })
  let entries: Entry[]
  try {
    entries = await entriesIn(row)
  } catch (error) {
    if (error instanceof UnreadableSegment) return { unreadable: said('it cannot be read'), untrue: null }
    throw error
  }
  const misplaced = misplacedIn(row, entries)
  if (misplaced) return { unreadable: said(misplaced), untrue: null }
  const twice = await alsoARow(tx, row, entries)
  if (twice !== null) return { unreadable: { ...said(`entry ${twice} is there twice`), seq: twice }, untrue: null }
  const wrong = wrongOf(row, entries)
  return { unreadable: null, untrue: wrong === null ? null : said(wrong) }
}

async function alsoARow(tx: Transaction, row: StoredSegment, entries: readonly Entry[]): Promise<number | null> {
  const { teamId, seq } = entry
  const rows = await tx
    .select({ seq })
    .from(entry)
    .where(and(eq(teamId, row.teamId), gte(seq, row.first), lte(seq, row.last)))
    .orderBy(asc(seq))
  const sealed = new Set(entries.map((each) => each.seq))
  return rows.find((each) => sealed.has(each.seq))?.seq ?? null
}
