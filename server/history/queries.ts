import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { namesIn } from '../identity/queries.ts'
import { can } from '../policy/can.ts'
import { deedWords, kindNames } from './deeds.ts'
import { textKind } from './entry.ts'
import { Bursts } from './queries/bursts.ts'
import { actorsIn, kindsIn, matching, seqsOfDays, type Match } from './queries/matching.ts'
import { namingFor } from './queries/naming.ts'
import { saidIn, saying } from './queries/saying.ts'
import { wordsIn } from './said.ts'
import { scopeOf, type Scope, type TimelineQuery } from './queries/scope.ts'
import { deedsOf } from './store.ts'
import { nameFrom } from './telling.ts'
import { burstWords, type Burst, type TimelineItem, type TimelineView } from './timeline.ts'

/** Something that happened, of which the words are not known yet. */
interface Happening extends Match {
  readonly burst: Burst | null
}

const pageSize = 50
/** So many entries are read at once at most; one person's typing is many entries and one thing that happened. */
const mostRead = 3_200
/** After so many stretches that say a word a page ends as it is; whoever wants to know goes on. */
const mostStretches = 5

/**
 * The history of everything in a team, of a report with its claims and their sources, or of one claim, newest first and a
 * page at a time.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function timeline(ctx: Context, query: TimelineQuery): Promise<TimelineView> {
  if (!can(ctx.actor, 'history.read')) throw new Problem('forbidden', 'Your role does not allow reading the history.')
  const { teamId } = ctx.actor
  const scope = await scopeOf(ctx, query)
  const [{ found, rest }, actors, kinds, names] = await Promise.all([
    happeningsIn(ctx, scope, query),
    actorsIn(ctx.db, teamId),
    kindsIn(ctx.db, teamId),
    namesIn(ctx.db, teamId),
  ])
  const shown = found.slice(0, pageEnd(found))
  const nameOf = (id: string) => nameFrom(names, id)
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en')
  return {
    reportId: scope.reportId,
    items: await itemsOf(ctx, shown, nameOf),
    people: actors.map((id) => ({ id, name: nameOf(id) })).toSorted(byName),
    kinds: kinds.map((kind) => ({ kind, name: kindNames[kind] ?? kind })).toSorted(byName),
    claims: query.reportId ? scope.all : scope.claims,
    older: rest,
  }
}

/** Where a page ends: one edit may be part of what happened to two texts, and these stand on one page. */
function pageEnd(found: readonly Happening[]): number {
  const last = found[pageSize - 1]
  const end = found.findIndex(({ seq }, index) => index >= pageSize && seq !== last?.seq)
  return end < 0 ? found.length : end
}

/** What happened, newest first: a page of it and the beginning of the next, and where to look further back. */
interface Found {
  readonly found: readonly Happening[]
  /** Before which entry there may be more; null when there is none. */
  readonly rest: number | null
}

async function happeningsIn(ctx: Context, scope: Scope, query: TimelineQuery): Promise<Found> {
  const { person, kind, before = Number.MAX_SAFE_INTEGER } = query
  const { first, end } = await seqsOfDays(ctx, query)
  const filter = { first, ...(person !== undefined && { person }), ...(kind !== undefined && { kind }) }
  const words = query.words === undefined ? null : followed(query.words)
  const typing = { ctx, bursts: new Bursts(ctx.db), told: new Set<Burst>(), words, first, end }
  const found: Happening[] = []
  let below = Math.min(end, before)
  for (let [turn, size] = [1, pageSize * 2]; ; [turn, size] = [turn + 1, Math.min(size * 4, mostRead)]) {
    const here = { ...filter, end: below }
    const { matches, next } = await (words ? saying(ctx, scope, here, words) : matching(ctx, scope, here, size))
    for (const match of matches) {
      found.push(...(await toldBy(match, typing)))
      if (pageEnd(found) < found.length) return { found, rest: found[pageEnd(found) - 1]?.seq ?? null }
    }
    if (next === null || (words && turn === mostStretches)) return { found, rest: next }
    below = next
  }
}

/** The words that are looked for; the longest one first, which is likely to be the rarest, and the same on every page. */
const followed = (words: string): readonly string[] =>
  wordsIn(words).toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))

interface Typing {
  readonly ctx: Context
  readonly bursts: Bursts
  readonly told: Set<Burst>
  readonly words: readonly string[] | null
  readonly first: number
  readonly end: number
}

/**
 * What an entry tells that no newer one of the same filter tells: a burst of typing is told by its newest edit, so that
 * it stands on one page only.
 */
async function toldBy(match: Match, { ctx, bursts, told, words, first, end }: Typing): Promise<Happening[]> {
  if (match.kind !== textKind) return [{ ...match, burst: null }]
  const found: Happening[] = []
  for (const burst of await bursts.withEdit(match.subject.id, match.seq)) {
    if (told.has(burst)) continue
    told.add(burst)
    const edits = burst.edits.filter((seq) => seq >= first && seq < end)
    const telling = words ? await saidIn(ctx, words, edits) : edits
    if (Math.max(...telling, 0) === match.seq) found.push({ ...match, burst })
  }
  return found
}

async function itemsOf(
  ctx: Context,
  shown: readonly Happening[],
  nameOf: (personId: string) => string,
): Promise<TimelineItem[]> {
  const { db, actor } = ctx
  const naming = await namingFor(
    ctx,
    shown.map(({ subject }) => subject),
    nameOf,
  )
  const subjects = new Map(shown.filter(({ burst }) => !burst).map(({ subject }) => [subject.id, subject]))
  const words = new Map<number, Pick<TimelineItem, 'sentence' | 'parts'>>()
  for (const subject of subjects.values()) {
    for (const [seq, told] of deedWords(await deedsOf(db, subject), naming, actor.personId)) words.set(seq, told)
  }
  return shown.map(({ seq, at, actor: personId, kind, subject, burst }) => ({
    seq,
    at,
    person: nameOf(personId),
    personId,
    kind,
    claim: naming.claimOf(subject),
    report: naming.reportOf(subject),
    ...(burst ? burstWords(burst, nameOf) : (words.get(seq) ?? { sentence: kindNames[kind] ?? kind, parts: [] })),
  }))
}
