import { evolveEvidence, decideEvidence, type Evidence, type EvidenceCommand } from '../evidence/evidence.ts'
import type { Aggregate, Event, Mark, Refusal } from '../history/aggregate.ts'
import type { Span } from '../reports/passage.ts'
import { decideFigure, evolveFigures, type Figure, type FigureCommand } from './figures.ts'
import { decideRelation, evolveRelations, type Relation, type RelationCommand } from './relations.ts'
import { claimRows } from './rows.ts'
import { stageMoves, stageNames, type Stage } from './stage.ts'
import type { Rating } from './verdict.ts'

/**
 * A claim is one factual statement of a report, standing on exact words. Its live texts are no part of this state:
 * they are edits in a room. A withdrawn claim or part stays, marked. Parts carry the seq of their last change, so
 * that a form filled from an older one is told.
 */
export interface ClaimState {
  readonly claim: Standing | null
  readonly passages: readonly Passage[]
  readonly figures: readonly Figure[]
  readonly relations: readonly Relation[]
  readonly evidence: readonly Evidence[]
}

interface Standing {
  readonly seq: number
  readonly reportId: string
  readonly position: number
  readonly claimant: string
  readonly saidOn: string
  readonly detailsSeq: number
  readonly stage: Stage
  readonly withdrawn: boolean
  readonly withdrawnReason: string
  readonly rating: Rating | null
  readonly verdictReason: string
  readonly verdictBy: string | null
  readonly verdictAt: string | null
  readonly verdictSeq: number
  readonly createdBy: string
  readonly createdAt: string
}

export interface Passage extends Span {
  readonly id: string
  readonly seq: number
  readonly edition: number
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
  readonly withdrawn: boolean
}

type NewPassage = Omit<Passage, 'seq' | 'withdrawn'>

export type OwnCommand =
  | { kind: 'claim.make'; reportId: string; position: number; passage: NewPassage }
  | { kind: 'claim.describe'; claimant: string; saidOn: string; seen: number }
  | { kind: 'claim.move'; position: number }
  | { kind: 'claim.withdraw'; reason: string }
  | { kind: 'claim.restore' }
  | { kind: 'claim.stage'; to: Stage }
  | { kind: 'passage.add'; passage: NewPassage }
  | { kind: 'passage.withdraw'; passageId: string }
  | { kind: 'verdict.set'; rating: Rating; reason: string; seen: number }

export type ClaimCommand = OwnCommand | FigureCommand | RelationCommand | EvidenceCommand

/** An event is its command without `seen`: what was asked for is what happened. */
type Happened<C> = C extends { seen: number } ? Omit<C, 'seen'> : C
export type ClaimEvent = Happened<ClaimCommand> & Event

const refuse = (refused: string, because: Refusal['because'] = 'invalid'): Refusal => ({ refused, because })

function happened(command: ClaimCommand): ClaimEvent {
  const { seen: _, ...event } = command as ClaimCommand & { seen?: number }
  return event
}

function decide(state: ClaimState, command: ClaimCommand): ClaimEvent | Refusal {
  const { claim } = state
  if (command.kind === 'claim.make') {
    return claim ? refuse('This claim exists already.') : happened(command)
  }
  if (!claim) return refuse('This claim does not exist.', 'not-found')
  if (command.kind === 'claim.restore') {
    return claim.withdrawn ? happened(command) : refuse('This claim is not withdrawn.')
  }
  if (claim.withdrawn) return refuse('This claim was withdrawn. Restore it before you change it.')
  return refusal(state, claim, command) ?? happened(command)
}

function decidePassage(
  standing: readonly Passage[],
  command: Extract<ClaimCommand, { kind: 'passage.add' | 'passage.withdraw' }>,
): Refusal | null {
  if (command.kind === 'passage.add') {
    const { start, end } = command.passage
    return standing.some((each) => each.start === start && each.end === end)
      ? refuse('This claim already stands on these words.')
      : null
  }
  if (!standing.some(({ id }) => id === command.passageId)) return refuse('This passage is gone.', 'not-found')
  return standing.length > 1 ? null : refuse('A claim stands on at least one passage. Add another first.')
}

function refusal(state: ClaimState, claim: Standing, command: ClaimCommand): Refusal | null {
  switch (command.kind) {
    case 'claim.describe':
      return command.seen === claim.detailsSeq
        ? null
        : refuse('Someone changed these details while you had them open.', 'changed-since')
    case 'claim.stage':
      return stageMoves[claim.stage].includes(command.to)
        ? null
        : refuse(`A claim that is ${stageNames[claim.stage]} cannot become ${stageNames[command.to]}.`)
    case 'passage.add':
    case 'passage.withdraw':
      return decidePassage(live(state.passages), command)
    case 'verdict.set':
      return command.seen === claim.verdictSeq
        ? null
        : refuse('Someone set the verdict while you had it open.', 'changed-since')
    case 'figure.set':
    case 'figure.withdraw':
      return decideFigure(state.figures, command)
    case 'relation.add':
    case 'relation.withdraw':
      return decideRelation(state.relations, command)
    case 'evidence.attach':
    case 'evidence.edit':
    case 'evidence.withdraw':
      return decideEvidence(state.evidence, command)
    case 'claim.move':
    case 'claim.withdraw':
    case 'claim.make':
    case 'claim.restore':
      return null
  }
}

/** The parts that still count. */
export function live<P extends { readonly withdrawn: boolean }>(parts: readonly P[]): readonly P[] {
  return parts.filter(({ withdrawn }) => !withdrawn)
}

function evolve(state: ClaimState, event: ClaimEvent, mark: Mark): ClaimState {
  if (event.kind === 'claim.make') return made(event, mark)
  if (!state.claim) return state
  return {
    claim: evolveClaim(state.claim, event, mark),
    passages: evolvePassages(state.passages, event, mark),
    figures: evolveFigures(state.figures, event, mark),
    relations: evolveRelations(state.relations, event, mark),
    evidence: evolveEvidence(state.evidence, event, mark),
  }
}

function made(event: Extract<ClaimEvent, { kind: 'claim.make' }>, { seq, at, actor }: Mark): ClaimState {
  return {
    claim: {
      seq,
      reportId: event.reportId,
      position: event.position,
      claimant: '',
      saidOn: '',
      detailsSeq: seq,
      stage: 'open',
      withdrawn: false,
      withdrawnReason: '',
      rating: null,
      verdictReason: '',
      verdictBy: null,
      verdictAt: null,
      verdictSeq: 0,
      createdBy: actor,
      createdAt: at,
    },
    passages: [{ ...event.passage, seq, withdrawn: false }],
    figures: [],
    relations: [],
    evidence: [],
  }
}

function evolveClaim(claim: Standing, event: ClaimEvent, { seq, at, actor }: Mark): Standing {
  switch (event.kind) {
    case 'claim.describe':
      return { ...claim, seq, claimant: event.claimant, saidOn: event.saidOn, detailsSeq: seq }
    case 'claim.move':
      return { ...claim, seq, position: event.position }
    case 'claim.withdraw':
      return { ...claim, seq, withdrawn: true, withdrawnReason: event.reason }
    case 'claim.restore':
      return { ...claim, seq, withdrawn: false, withdrawnReason: '' }
    case 'claim.stage':
      return { ...claim, seq, stage: event.to }
    case 'verdict.set':
      return {
        ...claim,
        seq,
        rating: event.rating,
        verdictReason: event.reason,
        verdictBy: actor,
        verdictAt: at,
        verdictSeq: seq,
      }
    default:
      return claim
  }
}

function evolvePassages(passages: readonly Passage[], event: ClaimEvent, { seq }: Mark): readonly Passage[] {
  if (event.kind === 'passage.add') return [...passages, { ...event.passage, seq, withdrawn: false }]
  if (event.kind === 'passage.withdraw') {
    return passages.map((each) => (each.id === event.passageId ? { ...each, seq, withdrawn: true } : each))
  }
  return passages
}

/** How claims change. */
export const claimAggregate: Aggregate<ClaimState, ClaimCommand, ClaimEvent> = {
  type: 'claim',
  initial: { claim: null, passages: [], figures: [], relations: [], evidence: [] },
  decide,
  evolve,
  rows: claimRows,
}
