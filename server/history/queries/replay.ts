import { setImmediate } from 'node:timers/promises'
import { figureWords } from '../../claims/figure.ts'
import type { ClaimState } from '../../claims/claim.ts'
import { claims } from '../../claims/store.ts'
import { tellStanding } from '../../claims/standing-telling.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { sources } from '../../evidence/store.ts'
import { namesIn } from '../../identity/queries.ts'
import { can } from '../../policy/can.ts'
import { userOf } from '../../realtime/presence.ts'
import { textNames, type TextName } from '../../realtime/protocol.ts'
import type { Run } from '../../realtime/letters.ts'
import { deedWords } from '../deeds.ts'
import type { Entry, Subject } from '../entry.ts'
import { fold } from '../fold.ts'
import type { KeptPasts } from '../kept-pasts.ts'
import { compareMoments, type AuthoredRun, type Moment, type ReplayView } from '../replay.ts'
import { deedsOf, headOf } from '../store.ts'
import { calledBy, type Names } from '../telling.ts'
import type { TextPast } from '../text-past.ts'
import { burstWords } from '../timeline.ts'
import { namingFor } from './naming.ts'
import { scopeOf, type Scope } from './scope.ts'
import { pastOf } from './text-past.ts'

/** After which entries of the team's history a claim is looked at; null for the newest, and for no comparison. */
export interface AskedMoments {
  readonly at: number | null
  readonly from: number | null
}

/** What all moments of a claim are told from. */
interface Life {
  readonly past: TextPast
  readonly deeds: readonly Entry[]
  /** The deeds on each source that the claim ever cited, and on each claim to which it was ever related. */
  readonly otherDeeds: ReadonlyMap<string, readonly Entry[]>
  /** Every entry of the claim, in order. */
  readonly entries: readonly Pick<Entry, 'seq' | 'at' | 'actor'>[]
  readonly deedsTold: ReturnType<typeof deedWords>
  readonly names: Names
}

/**
 * A claim as it stood after an entry of its history, told from its entries alone; and what lies between that and another
 * moment. A seq at which this claim has no entry stands for its newest one before it, or for its first.
 * @throws {Problem} `forbidden`, or `not-found` when the viewer's team has no such claim.
 */
export async function replayOf(
  ctx: Context,
  kept: KeptPasts,
  claimId: string,
  { at, from }: AskedMoments,
): Promise<ReplayView> {
  if (!can(ctx.actor, 'history.read')) throw new Problem('forbidden', 'Your role does not allow reading the history.')
  const scope = await scopeOf(ctx, { claimId })
  const life = await lifeOf(ctx, kept, scope, claimId)
  const claim = scope.claims[0]
  if (!claim || !scope.reportId) throw new Problem('not-found', 'This claim does not exist.')
  const last = life.entries.at(-1)?.seq ?? 0
  const ended = life.past.bursts.map(({ seq }) => seq).filter((seq) => seq <= last)
  // Whoever goes on typing is in the middle of the last step.
  const steps = [...new Set([...ended, ...life.deeds.map(({ seq }) => seq), last])].toSorted((a, b) => a - b)
  const moment = momentOf(life, at ?? last)
  // Others get their turn between two moments of a long text.
  await setImmediate()
  const compared = from === null ? null : compareMoments(momentOf(life, from), moment)
  return { reportId: scope.reportId, claim, steps, authors: authorsOf(life), moment, compared }
}

const authorsOf = ({ past, names }: Life): ReplayView['authors'] =>
  [...new Set(past.edits.map(({ actor }) => actor))].map((personId) =>
    userOf({ personId, name: names.personName(personId) }),
  )

async function lifeOf(ctx: Context, kept: KeptPasts, scope: Scope, claimId: string): Promise<Life> {
  const { db, actor } = ctx
  // What is recorded meanwhile is left out, so that texts and deeds are of one moment.
  const head = await headOf(db, actor.teamId)
  const upTo = <One extends { readonly seq: number }>(all: readonly One[]) => all.filter(({ seq }) => seq <= head)
  const [past, allDeeds, people] = await Promise.all([
    pastOf(ctx, kept, claimId),
    deedsOf(db, { type: 'claim', id: claimId }),
    namesIn(db, actor.teamId),
  ])
  // Nothing of a claim is another once somebody read it.
  const deeds = upTo(allDeeds).filter(({ kind }) => kind !== 'history.take')
  const cited = (scope.subjects ?? []).filter(({ type }) => type === 'source')
  const related = fold(claims.aggregate, deeds).relations.flatMap(({ parts }) => parts)
  const others = [...cited, ...[...new Set(related)].map((id): Subject => ({ type: 'claim', id }))]
  const otherDeeds = others.map(async (subject) => [subject.id, await deedsOf(db, subject)] as const)
  const names = await namingFor(ctx, [{ type: 'claim', id: claimId }], calledBy(people))
  return {
    past,
    deeds,
    otherDeeds: new Map(await Promise.all(otherDeeds)),
    entries: [...upTo(past.edits), ...deeds].toSorted((a, b) => a.seq - b.seq),
    deedsTold: deedWords(deeds, names, actor.personId),
    names,
  }
}

function momentOf(life: Life, asked: number): Moment {
  const { past, deeds, entries, names } = life
  const found = entries.findLastIndex(({ seq }) => seq <= asked)
  const index = Math.max(0, found)
  const entry = entries[index]
  if (!entry) throw new Problem('not-found', 'This claim has no history.')
  // What stands at a moment that was asked for is also what became of a source meanwhile.
  const seq = Math.max(entry.seq, asked)
  const state = fold(
    claims.aggregate,
    deeds.filter((deed) => deed.seq <= seq),
  )
  const told = life.deedsTold.get(entry.seq)
  return {
    seq: entry.seq,
    at: entry.at,
    person: names.personName(entry.actor),
    told: told ? [{ ...told }] : past.burstsAt(entry.seq).map((burst) => burstWords(burst, names.personName)),
    number: index + 1,
    of: entries.length,
    before: entries[index - 1]?.seq ?? null,
    after: entries[index + 1]?.seq ?? null,
    texts: textsThen(life, entry.seq),
    stage: state.claim?.stage ?? 'open',
    rating: state.claim?.rating ?? null,
    things: tellStanding(state, namesThen(life, state, seq)),
  }
}

/** How things were called after an entry that have no fixed name. */
function namesThen({ otherDeeds, names }: Life, own: ClaimState, seq: number): Names {
  const deedsThen = (id: string) => (otherDeeds.get(id) ?? []).filter((deed) => deed.seq <= seq)
  const related = own.relations.flatMap(({ parts }) => parts)
  const others = related.flatMap((id) => fold(claims.aggregate, deedsThen(id)).figures)
  const figures = new Map([...others, ...own.figures].map((figure) => [figure.id, figureWords(figure)]))
  return {
    ...names,
    sourceTitle: (id) => fold(sources.aggregate, deedsThen(id)).source?.title ?? '',
    figureWords: (id) => figures.get(id) ?? null,
  }
}

function textsThen({ past, names }: Life, seq: number): Moment['texts'] {
  const authored = (run: Run): AuthoredRun => ({
    text: run.text,
    writerId: run.writer,
    writer: names.personName(run.writer),
    written: past.timesOf(run.written),
    restored: run.restoredBy === null ? null : { by: names.personName(run.restoredBy), ...past.timesOf(run.placed) },
  })
  const runs = past.runsAt(seq)
  const texts = textNames.map((name) => [name, runs[name].map(authored)])
  return Object.fromEntries(texts) as Record<TextName, AuthoredRun[]>
}
