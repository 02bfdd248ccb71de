import { createHash } from 'node:crypto'
import { isDeepStrictEqual, promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'
import { and, asc, eq, gt, lte, sql, type SQL } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { segment } from '#db/schema/history.ts'
import type { Entry } from '../entry.ts'
import { digestOf, hashesIn, holdsOf, packed, unpacked } from '../segment.ts'

type Reader = Database | Transaction
export type StoredSegment = typeof segment.$inferSelect

/** More is in no segment; whoever altered one shall not fill the memory. */
const mostBytes = 64 * 1024 * 1024
const compressed = promisify(brotliCompress)
const decompressed = promisify(brotliDecompress)

/** The entries of a segment cannot be read. */
export class UnreadableSegment extends Error {
  override name = 'UnreadableSegment'
}

/**
 * The entries of a segment, in order.
 * @throws {UnreadableSegment} when its bytes were altered so that they are none.
 */
export function entriesIn(row: StoredSegment): Promise<Entry[]> {
  return readFrom(row, (content) => unpacked(row.teamId, content))
}

async function readFrom<Read>({ teamId, first, last, bytes }: StoredSegment, read: (content: Uint8Array) => Read) {
  try {
    return read(await decompressed(bytes, { maxOutputLength: mostBytes }))
  } catch (cause) {
    throw new UnreadableSegment(`The segment ${first}-${last} of the team ${teamId} cannot be read.`, { cause })
  }
}

/**
 * These entries as a segment, which was read back and compared with them.
 * @throws {Error} when it would not give them back as they are; they stay as rows then.
 */
export async function segmentOf(teamId: string, entries: readonly Entry[]): Promise<StoredSegment> {
  const [first, last] = [entries[0]?.seq ?? 0, entries.at(-1)?.seq ?? 0]
  const bytes = await compressed(packed(entries), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
  const checksum = createHash('sha256').update(bytes).digest()
  const made = { teamId, first, last, holds: holdsOf(entries), digest: digestOf(entries), bytes, checksum }
  if (!isDeepStrictEqual(await entriesIn(made), entries)) {
    throw new Error(`The entries ${first}-${last} of the team ${teamId} cannot be sealed as they are.`)
  }
  return made
}

/** Which sealed entries are wanted: of a team or of claims, after one seq and up to another, and no more than so many. */
export interface WantedEntries {
  readonly teamId?: string
  /** Null for every claim. */
  readonly claimIds: readonly string[] | null
  readonly after: number
  readonly upTo?: number | undefined
  readonly limit?: number
}

/**
 * The sealed ones among the wanted entries, in order. What is not sealed is read before: then an entry that is sealed
 * meanwhile is found twice and not missed.
 * @throws {UnreadableSegment}
 */
export async function sealedEntries(db: Reader, wanted: WantedEntries): Promise<Entry[]> {
  const { teamId, claimIds, after, upTo = Infinity, limit = Infinity } = wanted
  const ids = claimIds && new Set(claimIds)
  const found: Entry[] = []
  for (let done = after; done < upTo && found.length < limit;) {
    const [row] = await db
      .select()
      .from(segment)
      .where(
        and(
          teamId === undefined ? undefined : eq(segment.teamId, teamId),
          gt(segment.last, done),
          upTo === Infinity ? undefined : lte(segment.first, upTo),
          claimIds ? holdsAny(claimIds) : undefined,
        ),
      )
      .orderBy(asc(segment.last))
      .limit(1)
    if (!row) break
    for (const entry of await entriesIn(row)) {
      if (entry.seq > after && entry.seq <= upTo && (!ids || ids.has(entry.subject.id))) found.push(entry)
    }
    done = row.last
  }
  return found.length > limit ? found.slice(0, limit) : found
}

const listed = (ids: readonly string[]): SQL => sql`string_to_array(${ids.join(',')}, ',')`
const holdsAny = (claimIds: readonly string[]): SQL => sql`${segment.holds} ?| ${listed(claimIds)}`

/** Whether an entry of a team, by its seq in SQL, is in a segment that has edits of these claims, with those of others or not. */
export const maybeSealed = (teamId: string, claimIds: readonly string[], seq: SQL): SQL<boolean> => sql`exists (
  select from segment where segment.team_id = ${teamId} and ${seq} between segment.first and segment.last
    and ${holdsAny(claimIds)})`

/** These entries of a team by seq, as far as they are sealed. */
export async function sealedAt(db: Reader, teamId: string, seqs: readonly number[]): Promise<Map<number, Entry>> {
  const wanted = new Set(seqs)
  const found = new Map<number, Entry>()
  for (const row of await segmentsWith(db, teamId, seqs)) {
    for (const entry of await entriesIn(row)) if (wanted.has(entry.seq)) found.set(entry.seq, entry)
  }
  return found
}

/** The hashes of these entries of a team by seq, as far as they are sealed. */
export async function sealedHashes(
  db: Reader,
  teamId: string,
  seqs: readonly number[],
): Promise<Map<number, Uint8Array>> {
  const wanted = new Set(seqs)
  const found = new Map<number, Uint8Array>()
  for (const row of await segmentsWith(db, teamId, seqs)) {
    for (const [seq, hash] of await readFrom(row, hashesIn)) if (wanted.has(seq)) found.set(seq, hash)
  }
  return found
}

/** The segments of a team that have one of these seqs, or would. */
export async function segmentsWith(db: Reader, teamId: string, seqs: readonly number[]): Promise<StoredSegment[]> {
  if (seqs.length === 0) return []
  return db
    .select()
    .from(segment)
    .where(
      and(
        eq(segment.teamId, teamId),
        sql`${segment.last} in (
        select (select min(s.last) from segment s where s.team_id = ${teamId} and s.last >= wanted)
        from unnest(string_to_array(${seqs.join(',')}, ',')::bigint[]) wanted)`,
      ),
    )
}

/** What is in neither order nor only once, put in order; where two are of one seq, the first of them. */
export function merged<Row extends { readonly seq: number }>(hot: readonly Row[], sealed: readonly Row[]): Row[] {
  if (sealed.length === 0) return [...hot]
  const known = new Set(hot.map(({ seq }) => seq))
  return [...hot, ...sealed.filter(({ seq }) => !known.has(seq))].toSorted((a, b) => a.seq - b.seq)
}

/** How many edits of claims of a team are sealed, or of all of them: a number in SQL, to be counted together with others. */
export const sealedCount = (teamId: string, claimIds: readonly string[]): SQL<number> => sql<number>`(
  select coalesce(sum(said.number::bigint), 0) from segment
    cross join jsonb_each(segment.holds) claim(id, by) cross join jsonb_each_text(claim.by) said(person, number)
  where segment.team_id = ${teamId} and ${holdsAny(claimIds)} and claim.id = any(${listed(claimIds)}))`

/** Who made the edits of a team's claims that are sealed; of all claims for null. */
export async function sealedActors(db: Reader, teamId: string, claimIds: readonly string[] | null): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select distinct said.id from segment
      cross join jsonb_each(segment.holds) claim(id, by) cross join jsonb_object_keys(claim.by) said(id)
    where segment.team_id = ${teamId}
      ${claimIds ? sql`and ${holdsAny(claimIds)} and claim.id = any(${listed(claimIds)})` : sql``}`)
  return rows.map(({ id }) => id)
}
