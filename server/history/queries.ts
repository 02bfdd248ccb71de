import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { namesIn } from '../identity/queries.ts'
import { can } from '../policy/can.ts'
import { deedWords, kindNames } from './deeds.ts'
import { catchUp } from './follower.ts'
import { KeptPasts } from './kept-pasts.ts'
import { actorsIn, kindsIn, matching, saying, seqsOfDays, type Match } from './queries/matching.ts'
import { namingFor } from './queries/naming.ts'
import { pastOf } from './queries/text-past.ts'
import { scopeOf, type Scope, type TimelineQuery } from './queries/scope.ts'
import { wordsIn } from './said.ts'
import { deedsOf } from './store.ts'
import { calledBy } from './telling.ts'
import type { TextPast } from './text-past.ts'
import { burstWords, type TimelineItem, type TimelineView } from './timeline.ts'

const pageSize = 50
/** So many entries and bursts that say a word are looked at at first, and at most. */
const stretch = { first: 200, most: 3_200 } as const
/** After so many stretches that say a word a page ends as it is; whoever wants to know goes on. */
const mostStretches = 5

/**
 * The history of everything in a team, of a report with its claims and their sources, or of one claim, newest first and a
 * page at a time. The pasts of the texts on it are kept.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function timeline(ctx: Context, query: TimelineQuery, kept = new KeptPasts()): Promise<TimelineView> {
  if (!can(ctx.actor, 'history.read')) throw new Problem('forbidden', 'Your role does not allow reading the history.')
  const { teamId } = ctx.actor
  const scope = await scopeOf(ctx, query)
  const toldUpTo = await catchUp(ctx.db, teamId)
  const [{ shown, rest }, actors, kinds, names] = await Promise.all([
    happeningsIn(ctx, scope, query),
    actorsIn(ctx.db, teamId),
    kindsIn(ctx.db, teamId),
    namesIn(ctx.db, teamId),
  ])
  const nameOf = calledBy(names)
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en')
  return {
    reportId: scope.reportId,
    items: await itemsOf(ctx, kept, shown, nameOf),
    people: actors.map((id) => ({ id, name: nameOf(id) })).toSorted(byName),
    kinds: kinds.map((kind) => ({ kind, name: kindNames[kind] ?? kind })).toSorted(byName),
    claims: query.reportId ? scope.all : scope.claims,
    older: rest,
    toldUpTo,
  }
}

/** A page of what happened, newest first, and before which entry there may be more; null when there is none. */
interface Found {
  readonly shown: readonly Match[]
  readonly rest: number | null
}

async function happeningsIn(ctx: Context, scope: Scope, query: TimelineQuery): Promise<Found> {
  const { person, kind, from, to, before = Number.MAX_SAFE_INTEGER } = query
  const { first, end } = await seqsOfDays(ctx, query)
  const filter = {
    first,
    ...(person !== undefined && { person }),
    ...(kind !== undefined && { kind }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
  let below = Math.min(end, before)
  const limit = pageSize + 1
  if (query.words === undefined) return page(await matching(ctx, scope, { ...filter, end: below }, { limit }), null)
  const words = followed(query.words)
  const found: Match[] = []
  for (let turn = 0; ; turn += 1) {
    const size = Math.min(stretch.first * 4 ** turn, stretch.most)
    const { seqs, next } = await saying(ctx, words, { first, end: below }, size)
    found.push(...(await matching(ctx, scope, { ...filter, end: below }, { seqs, limit })))
    if (found.length > pageSize || next === null || turn === mostStretches) return page(found, next)
    below = next
  }
}

/** One page of them: one edit may end what was typed in two texts, and these stand on one page. */
function page(found: readonly Match[], next: number | null): Found {
  const last = found[pageSize - 1]
  const end = found.findIndex(({ seq }, index) => index >= pageSize && seq !== last?.seq)
  return end < 0 ? { shown: found, rest: next } : { shown: found.slice(0, end), rest: last?.seq ?? null }
}

/** The words that are looked for; the longest one first, which is likely to be the rarest, and the same on every page. */
const followed = (words: string): readonly string[] =>
  wordsIn(words).toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))

async function itemsOf(
  ctx: Context,
  kept: KeptPasts,
  shown: readonly Match[],
  nameOf: (personId: string) => string,
): Promise<TimelineItem[]> {
  const { db, actor } = ctx
  const subjects = shown.map(({ subject }) => subject)
  const naming = await namingFor(ctx, subjects, nameOf)
  const deeds = new Map(shown.filter(({ text }) => text === null).map(({ subject }) => [subject.id, subject]))
  const told = new Map<number, Pick<TimelineItem, 'sentence' | 'parts'>>()
  for (const subject of deeds.values()) {
    for (const [seq, each] of deedWords(await deedsOf(db, subject), naming, actor.personId)) told.set(seq, each)
  }
  const pasts = new Map<string, TextPast>()
  for (const { subject, text } of shown) {
    if (text !== null && !pasts.has(subject.id)) pasts.set(subject.id, await pastOf(ctx, kept, subject.id))
  }
  return shown.map(({ seq, at, actor: personId, kind, subject, text }) => {
    // What was typed may have gone on since.
    const burst = text === null ? undefined : pasts.get(subject.id)?.burstWith(seq, text, personId)
    const words = burst ? burstWords(burst, nameOf) : text === null ? told.get(seq) : undefined
    return {
      seq,
      at,
      person: nameOf(personId),
      personId,
      kind,
      claim: naming.claimOf(subject),
      report: naming.reportOf(subject),
      ...(words ?? { sentence: kindNames[kind] ?? kind, parts: [] }),
    }
  })
}
