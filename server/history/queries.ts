import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { namesIn } from '../identity/queries.ts'
import { can } from '../policy/can.ts'
import { deedWords, kindNames } from './deeds.ts'
import { textKind } from './entry.ts'
import { Bursts } from './queries/bursts.ts'
import { actorsIn, kindsIn, matching, seqsOfDays, type Filter, type Match } from './queries/matching.ts'
import { namingFor } from './queries/naming.ts'
import { scopeOf, type Scope, type ScopeQuery } from './queries/scope.ts'
import { deedsOf } from './store.ts'
import { burstWords, type Burst, type TimelineItem, type TimelineView } from './timeline.ts'

/** Whose history is asked for, and which of it: days are those of UTC as YYYY-MM-DD, both included. */
export interface TimelineQuery extends ScopeQuery {
  readonly person?: string
  readonly kind?: string
  readonly from?: string
  readonly to?: string
  readonly before?: number
}

/** Something that happened, of which the words are not known yet. */
interface Happening extends Match {
  readonly burst: Burst | null
}

const pageSize = 50
/** So many entries are read at once at most; one person's typing is many entries and one thing that happened. */
const mostRead = 3_200

/**
 * The history of everything in a team, of a report with its claims and their sources, or of one claim, newest first and a
 * page at a time.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function timeline(ctx: Context, query: TimelineQuery): Promise<TimelineView> {
  if (!can(ctx.actor, 'history.read')) throw new Problem('forbidden', 'Your role does not allow reading the history.')
  const { teamId } = ctx.actor
  const scope = await scopeOf(ctx, query)
  const [found, actors, kinds, names] = await Promise.all([
    happeningsIn(ctx, scope, query),
    actorsIn(ctx.db, teamId),
    kindsIn(ctx.db, teamId),
    namesIn(ctx.db, teamId),
  ])
  const shown = found.slice(0, pageEnd(found))
  const nameOf = (id: string) => names.get(id) ?? (id === 'system' ? 'Plumbline' : 'someone who left')
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en')
  return {
    reportId: scope.reportId,
    items: await itemsOf(ctx, shown, nameOf),
    people: actors.map((id) => ({ id, name: nameOf(id) })).toSorted(byName),
    kinds: kinds.map((kind) => ({ kind, name: kindNames[kind] ?? kind })).toSorted(byName),
    claims: query.reportId ? scope.all : scope.claims,
    older: found.length > shown.length ? (shown.at(-1)?.seq ?? null) : null,
  }
}

/** Where a page ends: one edit may be part of what happened to two texts, and these stand on one page. */
function pageEnd(found: readonly Happening[]): number {
  const last = found[pageSize - 1]
  const end = found.findIndex(({ seq }, index) => index >= pageSize && seq !== last?.seq)
  return end < 0 ? found.length : end
}

/** What happened, newest first: a page of it and the beginning of the next, or all there is. */
async function happeningsIn(ctx: Context, scope: Scope, query: TimelineQuery): Promise<Happening[]> {
  const { person, kind, before = Number.MAX_SAFE_INTEGER } = query
  const { first, end } = await seqsOfDays(ctx, query)
  const filter = { first, ...(person !== undefined && { person }), ...(kind !== undefined && { kind }) }
  const bursts = new Bursts(ctx.db)
  const told = new Set<Burst>()
  const found: Happening[] = []
  let below = Math.min(end, before)
  for (let size = pageSize * 2; ; size = Math.min(size * 4, mostRead)) {
    const matches = await matching(ctx, scope, { ...filter, end: below }, size)
    for (const match of matches) {
      found.push(...(await toldBy(match, { bursts, told, end })))
      if (pageEnd(found) < found.length) return found
    }
    const last = matches.at(-1)
    if (matches.length < size || !last) return found
    below = last.seq
  }
}

/**
 * What an entry tells that no newer one of the same filter tells: a burst of typing is told by its newest edit, so that
 * it stands on one page only.
 */
async function toldBy(
  match: Match,
  { bursts, told, end }: { bursts: Bursts; told: Set<Burst> } & Pick<Filter, 'end'>,
): Promise<Happening[]> {
  if (match.kind !== textKind) return [{ ...match, burst: null }]
  const found: Happening[] = []
  for (const burst of await bursts.withEdit(match.subject.id, match.seq)) {
    const isTold = told.has(burst) || burst.edits.some((seq) => seq > match.seq && seq < end)
    told.add(burst)
    if (!isTold) found.push({ ...match, burst })
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
