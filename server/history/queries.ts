import { and, desc, eq, lt, max, ne, type SQL } from 'drizzle-orm'
import { entry } from '#db/schema/history.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { namesIn } from '../identity/queries.ts'
import { can } from '../policy/can.ts'
import { deedWords, kindNames } from './deeds.ts'
import { textKind, type Subject, type SubjectType } from './entry.ts'
import { namesFor, scopeOf, type Scope, type TimelineQuery } from './queries/scope.ts'
import { burstsOn } from './queries/text-past.ts'
import { deedsOf } from './store.ts'
import { sealedUpTo } from './store/segments.ts'
import { calledBy } from './telling.ts'
import { burstWords, type Burst, type TimelineItem, type TimelineView } from './timeline.ts'

/** Something that happened, of which the words are not known yet. */
interface Happening {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly kind: string
  readonly subject: Subject
  readonly burst: Burst | null
}

const pageSize = 50

/**
 * The history of a report with its claims and their sources, of one claim, or of the team with its members and
 * invitations, newest first and a page at a time.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function timeline(ctx: Context, query: TimelineQuery): Promise<TimelineView> {
  if (!can(ctx.actor, 'history.read')) throw new Problem('forbidden', 'Your role does not allow reading the history.')
  const scope = await scopeOf(ctx, query)
  const [deeds, bursts, present, people] = await Promise.all([
    deedsIn(ctx, scope, query),
    burstsIn(ctx, scope, query),
    ctx.db.selectDistinct({ actor: entry.actor, kind: entry.kind }).from(entry).where(scope.within),
    namesIn(ctx.db, ctx.actor.teamId),
  ])
  const found = [...deeds, ...bursts].toSorted((a, b) => b.seq - a.seq)
  const shown = found.slice(0, pageSize)
  const nameOf = calledBy(people)
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en')
  return {
    reportId: scope.reportId,
    items: await itemsOf(ctx, scope, shown, nameOf),
    people: [...new Set(present.map(({ actor }) => actor))].map((id) => ({ id, name: nameOf(id) })).toSorted(byName),
    kinds: [...new Set(present.map(({ kind }) => kind))]
      .map((kind) => ({ kind, name: kindNames[kind] ?? kind }))
      .toSorted(byName),
    claims: query.reportId ? scope.all : scope.claims,
    older: found.length > pageSize ? (shown.at(-1)?.seq ?? null) : null,
  }
}

function filtered(scope: Scope, { person, kind, before }: TimelineQuery): SQL | undefined {
  return and(
    scope.within,
    person === undefined ? undefined : eq(entry.actor, person),
    kind === undefined ? undefined : eq(entry.kind, kind),
    before === undefined ? undefined : lt(entry.seq, before),
  )
}

async function deedsIn({ db }: Context, scope: Scope, query: TimelineQuery): Promise<Happening[]> {
  const { seq, at, actor, kind, subjectType, subjectId } = entry
  const rows = await db
    .select({ seq, at, actor, kind, subjectType, subjectId })
    .from(entry)
    .where(and(filtered(scope, query), ne(entry.kind, textKind)))
    .orderBy(desc(entry.seq))
    .limit(pageSize + 1)
  return rows.map(({ subjectType: type, subjectId: id, ...rest }) => ({
    ...rest,
    subject: { type: type as SubjectType, id },
    burst: null,
  }))
}

/**
 * A burst is known only from all edits of its claim, so claims are replayed, the most recently edited first, until
 * the page is full of bursts that no claim left could precede.
 */
async function burstsIn({ db }: Context, scope: Scope, query: TimelineQuery): Promise<Happening[]> {
  const edited = await editedIn(db, scope, query)
  let found: Happening[] = []
  for (const { id, last } of edited) {
    const furthest = found[pageSize]
    if (furthest && furthest.seq > last) break
    const bursts = (await burstsOn(db, id))
      .filter(({ seq }) => query.before === undefined || seq < query.before)
      .filter(({ actor }) => query.person === undefined || actor === query.person)
    found = [...found, ...bursts.map((burst) => happeningOf(id, burst))].toSorted((a, b) => b.seq - a.seq)
    found = found.slice(0, pageSize + 1)
  }
  return found
}

/** Which claims were edited, and up to which entry at most, those edited last first. */
async function editedIn(db: Context['db'], scope: Scope, query: TimelineQuery) {
  const rows = await db
    .select({ id: entry.subjectId, last: max(entry.seq) })
    .from(entry)
    .where(and(filtered(scope, query), eq(entry.kind, textKind)))
    .groupBy(entry.subjectId)
  const isWanted = query.kind === undefined || query.kind === textKind
  const claimIds = isWanted ? scope.claims.map(({ id }) => id) : []
  const edited = await sealedUpTo(db, claimIds, query)
  for (const { id, last } of rows) edited.set(id, Math.max(last ?? 0, edited.get(id) ?? 0))
  return [...edited].map(([id, last]) => ({ id, last })).toSorted((a, b) => b.last - a.last)
}

function happeningOf(claimId: string, burst: Burst): Happening {
  const { seq, at, actor } = burst
  return { seq, at, actor, kind: textKind, subject: { type: 'claim', id: claimId }, burst }
}

async function itemsOf(
  { db, actor }: Context,
  scope: Scope,
  shown: readonly Happening[],
  nameOf: (personId: string) => string,
): Promise<TimelineItem[]> {
  const names = await namesFor(db, scope, nameOf)
  const subjects = new Map(shown.filter(({ burst }) => !burst).map(({ subject }) => [subject.id, subject]))
  const words = new Map<number, Pick<TimelineItem, 'sentence' | 'parts'>>()
  for (const subject of subjects.values()) {
    for (const [seq, told] of deedWords(await deedsOf(db, subject), names, actor.personId)) words.set(seq, told)
  }
  return shown.map(({ seq, at, actor: personId, kind, subject, burst }) => ({
    seq,
    at,
    person: nameOf(personId),
    personId,
    kind,
    claim: scope.all.find(({ id }) => id === (scope.about.get(subject.id) ?? subject.id)) ?? null,
    ...(burst ? burstWords(burst, nameOf) : (words.get(seq) ?? { sentence: kindNames[kind] ?? kind, parts: [] })),
  }))
}
