import { and, asc, eq, gt, inArray, ne, sql, type SQL } from 'drizzle-orm'
import { claim } from '#db/schema/claims.ts'
import { entry } from '#db/schema/history.ts'
import { sealedFrom, type RateEvent } from '../../claims/blind.ts'
import type { Context } from '../../context.ts'
import type { Event } from '../aggregate.ts'
import { provenTogether, type About, type BundledEntry, type LeftOut } from '../bundle.ts'
import { textKind, type Entry } from '../entry.ts'
import { eventOf } from '../fold.ts'
import { toEntry } from '../store/entry-row.ts'
import { merged, sealedAt, sealedEntries } from '../store/segments.ts'
import { consistencyRanges, inclusionRanges } from '../tree.ts'
import { among, rootsOf } from './tree.ts'

/** So many entries are read at once, or fewer when their payloads have more bytes than this. */
const mostEntries = 100
const mostBytes = 2_000_000

/** The entries that a bundle holds, in order and a few at a time, each with what proves it and what its reader may see. */
export async function* bundledEntries(
  ctx: Context,
  about: About,
  within: Within,
): AsyncGenerator<Omit<BundledEntry, 'number'>[]> {
  for await (const entries of inTurns(ctx, within)) {
    const [sealed, naming, proofs] = await Promise.all([
      sealedAmong(ctx, entries),
      about.scope.type === 'claim' ? namingOthers(ctx, about.scope.id, entries) : new Set<number>(),
      proofsOf(ctx, about, entries),
    ])
    yield entries.map((each, index) => {
      const { salt, payload, ...bare } = each
      const leftOut: LeftOut | null = sealed.has(each.seq) ? 'sealed' : naming.has(each.seq) ? 'other-claim' : null
      const proof = proofs[index] ?? null
      const proven =
        about.scope.type === 'team' ? { inclusion: null, consistency: proof } : { inclusion: proof, consistency: null }
      return { entry: bare, content: leftOut ?? { salt, payload }, ...proven }
    })
  }
}

/** Which rows of entries a bundle has; and of which claims it has the sealed edits, null for all. */
export interface Within {
  readonly within: SQL | undefined
  readonly claimIds: readonly string[] | null
}

async function* inTurns({ db, actor: { teamId } }: Context, { within, claimIds }: Within): AsyncGenerator<Entry[]> {
  for (let after = 0; ;) {
    const rows = await db
      .select({ seq: entry.seq, bytes: sql<number>`octet_length(${entry.payload})` })
      .from(entry)
      .where(and(within, gt(entry.seq, after)))
      .orderBy(asc(entry.seq))
      .limit(mostEntries)
    const sealed = await sealedEntries(db, { teamId, claimIds, after, upTo: upToOf(rows), limit: mostEntries })
    const sizes = sealed.map(({ seq, payload }) => ({ seq, bytes: payload.length }))
    const seqs = fitting(merged(rows, sizes).slice(0, mostEntries))
    if (seqs.length === 0) return
    yield await entriesAt(db, teamId, seqs, sealed)
    after = seqs.at(-1) ?? after
  }
}

/** What is behind these rows, if there are more of them, is of a later turn. */
const upToOf = (rows: readonly { readonly seq: number }[]): number | undefined =>
  rows.length < mostEntries ? undefined : rows.at(-1)?.seq

/** These entries, of which some are known already, and of which some may have been sealed since. */
async function entriesAt(
  db: Context['db'],
  teamId: string,
  seqs: readonly number[],
  known: readonly Entry[],
): Promise<Entry[]> {
  const found = new Map(known.map((each) => [each.seq, each]))
  const lacking = () => seqs.filter((seq) => !found.has(seq))
  const rows = await db
    .select()
    .from(entry)
    .where(and(eq(entry.teamId, teamId), among(entry.seq, lacking())))
  for (const row of rows) found.set(row.seq, toEntry(row))
  for (const [seq, each] of await sealedAt(db, teamId, lacking())) found.set(seq, each)
  return seqs.flatMap((seq) => found.get(seq) ?? [])
}

/** The first of them whose payloads are not too much together; one at least. */
function fitting(found: readonly { readonly seq: number; readonly bytes: number }[]): number[] {
  let sum = 0
  const end = found.findIndex(({ bytes }, index) => (sum += bytes) > mostBytes && index > 0)
  return found.slice(0, end < 0 ? undefined : end).map(({ seq }) => seq)
}

/** Which of them are ratings that the asking person may not know yet. */
async function sealedAmong({ db, actor }: Context, entries: readonly Entry[]): Promise<ReadonlySet<number>> {
  const rated = new Set(entries.flatMap(({ kind, subject }) => (kind === 'rating.give' ? [subject.id] : [])))
  if (rated.size === 0) return new Set()
  const rows = await db
    .select()
    .from(entry)
    .where(and(eq(entry.teamId, actor.teamId), inArray(entry.subjectId, [...rated]), eq(entry.kind, 'rating.give')))
    .orderBy(asc(entry.seq))
  const given = rows.map(toEntry).map((each) => {
    return { claimId: each.subject.id, seq: each.seq, actor: each.actor, opens: eventOf<RateEvent & Event>(each).opens }
  })
  const ofClaim = (id: string) => given.filter(({ claimId }) => claimId === id)
  return new Set([...rated].flatMap((id) => [...sealedFrom(actor.personId, ofClaim(id))]))
}

/**
 * Which of them name another claim of the team. Looked for in whatever they hold, so that no new kind of deed is forgotten;
 * not in edits of texts, which hold what people typed.
 */
async function namingOthers({ db, actor }: Context, claimId: string, entries: readonly Entry[]) {
  const words = new Map(entries.map((each) => [each.seq, each.kind === textKind ? [] : wordsIn(each.payload)]))
  const all = [...new Set([...words.values()].flat())]
  const rows = await db
    .select({ id: claim.id })
    .from(claim)
    .where(
      and(
        eq(claim.teamId, actor.teamId),
        ne(claim.id, claimId),
        sql`${claim.id} = any(string_to_array(${all.join(',')}, ','))`,
      ),
    )
  const others = new Set(rows.map(({ id }) => id))
  return new Set([...words].flatMap(([seq, own]) => (own.some((word) => others.has(word)) ? [seq] : [])))
}

/** Everything that may be an id. */
const wordsIn = (payload: Uint8Array): string[] => new TextDecoder().decode(payload).match(/[\w-]{8,}/gu) ?? []

async function proofsOf({ db, actor }: Context, { scope, size }: About, entries: readonly Entry[]) {
  const ranges = entries.map(({ seq }) => {
    if (scope.type !== 'team') return inclusionRanges(seq - 1, { from: 0, to: size })
    return seq % provenTogether === 0 || seq === size ? consistencyRanges(seq, size) : null
  })
  const roots = await rootsOf(
    db,
    actor.teamId,
    ranges.flatMap((each) => each ?? []),
  )
  let at = 0
  return ranges.map((each) => each && roots.slice(at, (at += each.length)))
}
