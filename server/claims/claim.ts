import { evolveEvidence, decideEvidence, type Evidence, type EvidenceCommand } from '../evidence/evidence.ts'
import type { Aggregate, Event, Mark, Refusal } from '../history/aggregate.ts'
import type { TakeCommand } from '../history/taking.ts'
import {
  approvalRefusals,
  decideApprove,
  withApproval,
  type Approval,
  type ApproveCommand,
  type ApproveEvent,
} from '../review/approval.ts'
import {
  decidePublishing,
  evolvePublishing,
  isPublic,
  nothingPublished,
  type Published,
  type PublishingCommand,
} from '../publication/publication.ts'
import { decideRating, evolveRatings, type BlindRating, type RateCommand, type RateEvent } from './blind.ts'
import { decideAssignment, evolveAssignments, type Assignment, type AssignmentCommand } from './assignments.ts'
import { decideFigure, evolveFigures, type Figure, type FigureCommand } from './figures.ts'
import { decideAbsorb, decideMerge, evolveAbsorb, type AbsorbCommand, type MergeCommand } from './merge.ts'
import { decidePassage, evolvePassages, type NewPassage, type Passage, type PassageCommand } from './passages.ts'
import { decideRelation, evolveRelations, type Relation, type RelationCommand } from './relations.ts'
import { claimRows } from './rows.ts'
import { decideSplit, evolveCarve, evolveSplit, type CarveCommand, type SplitCommand } from './split.ts'
import {
  decideStanding,
  evolveStanding,
  newStanding,
  notFrom,
  type Standing,
  type StandingCommand,
} from './standing.ts'

/**
 * A claim is one factual statement of a report, standing on exact words. Its live texts are no part of this state:
 * they are edits in a room. A withdrawn claim or part stays, marked. Parts carry the seq of their last change, so
 * that a form filled from an older one is told.
 */
export interface ClaimState extends Published {
  readonly claim: Standing | null
  readonly passages: readonly Passage[]
  readonly figures: readonly Figure[]
  readonly relations: readonly Relation[]
  readonly evidence: readonly Evidence[]
  readonly assignments: readonly Assignment[]
  readonly approvals: readonly Approval[]
  readonly ratings: readonly BlindRating[]
}

type MakeCommand = { kind: 'claim.make'; reportId: string; position: number; passage: NewPassage }

/** What a person would have done one after another with a claim that comes in whole, as one deed. */
type ImportCommand = { kind: 'claim.import'; deeds: readonly ImportedDeed[] }
type ImportedKind = 'claim.make' | 'claim.describe' | 'claim.appear' | 'evidence.attach' | 'verdict.set'
export type ImportedDeed = Happened<
  Extract<MakeCommand | StandingCommand | EvidenceCommand, { readonly kind: ImportedKind }>
>

export type ClaimCommand =
  | MakeCommand
  | ImportCommand
  | StandingCommand
  | PassageCommand
  | FigureCommand
  | RelationCommand
  | EvidenceCommand
  | AssignmentCommand
  | SplitCommand
  | CarveCommand
  | MergeCommand
  | AbsorbCommand
  | RateCommand
  | ApproveCommand
  | PublishingCommand
  | TakeCommand

/** An event is its command without `seen`: what was asked for is what happened. */
type PlainCommand = Exclude<ClaimCommand, RateCommand | ApproveCommand>
type Happened<C> = C extends { seen: number } ? Omit<C, 'seen'> : C
export type ClaimEvent = (Happened<PlainCommand> | RateEvent | ApproveEvent) & Event

const refuse = (refused: string, because: Refusal['because'] = 'invalid'): Refusal => ({ refused, because })

function happened(command: PlainCommand): ClaimEvent {
  const { seen: _, ...event } = command as PlainCommand & { seen?: number }
  return event
}

function decide(state: ClaimState, command: ClaimCommand): ClaimEvent | Refusal {
  const { claim } = state
  if (command.kind === 'claim.make' || command.kind === 'claim.carve' || command.kind === 'claim.import') {
    return claim ? refuse('This claim exists already.') : happened(command)
  }
  if (!claim) return refuse('This claim does not exist.', 'not-found')
  if (command.kind === 'history.take') return happened(command)
  if (command.kind === 'claim.restore') {
    return claim.withdrawn ? happened(command) : refuse('This claim is not withdrawn.')
  }
  if (command.kind === 'claim.absorb') {
    const absorbed = decideAbsorb({ ...state, claim }, command)
    return 'refused' in absorbed ? absorbed : happened(absorbed)
  }
  // A relation is seen from its other claims too, whose checkers may be done with it; and others need room beside it.
  const isOfOthers = command.kind === 'relation.withdraw' || (command.kind === 'claim.move' && command.aside)
  if (claim.withdrawn && !isOfOthers) {
    return refuse('This claim was withdrawn. Restore it before you change it.')
  }
  if (command.kind === 'claim.approve') {
    const standing = { ...state, stage: claim.stage, submittedSeq: claim.submittedSeq }
    return notFrom(claim, command.kind) ?? decideApprove(standing, command, approvalRefusals)
  }
  if (command.kind === 'rating.give') return decideRating({ ...state, claim }, command)
  return refusal(state, claim, command) ?? happened(command)
}

/** What readers have is taken back in public before it is taken away. */
const retractFirst = 'Readers have this claim. Take it back in public first: retract it, with a note.'

function refusal(
  state: ClaimState,
  claim: Standing,
  command: Exclude<PlainCommand, MakeCommand | ImportCommand | CarveCommand | AbsorbCommand | TakeCommand>,
): Refusal | null {
  switch (command.kind) {
    case 'claim.publish':
    case 'claim.correct':
    case 'claim.retract':
      return notFrom(claim, command.kind) ?? decidePublishing(state, command)
    case 'correction.withdraw':
      return decidePublishing(state, command)
    case 'claim.withdraw':
      return isPublic(state) ? refuse(retractFirst) : null
    case 'passage.add':
    case 'passage.withdraw':
      return decidePassage(state.passages, command)
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
    case 'assignment.give':
    case 'assignment.withdraw':
      return decideAssignment(state.assignments, command)
    case 'claim.split':
      return decideSplit(state, command)
    case 'claim.merge':
      return isPublic(state) ? refuse(retractFirst) : decideMerge(state, command)
    default:
      return decideStanding(claim, command)
  }
}

const none: ClaimState = {
  claim: null,
  passages: [],
  figures: [],
  relations: [],
  evidence: [],
  assignments: [],
  approvals: [],
  ratings: [],
  ...nothingPublished,
}

function evolve(state: ClaimState, event: ClaimEvent, mark: Mark): ClaimState {
  if (event.kind === 'claim.make') {
    const passage = { ...event.passage, seq: mark.seq, withdrawn: false }
    return { ...none, claim: newStanding(event, mark), passages: [passage] }
  }
  if (event.kind === 'claim.import') return event.deeds.reduce((now, deed) => evolve(now, deed, mark), none)
  if (event.kind === 'claim.carve') return { ...none, ...evolveCarve(event, mark) }
  if (!state.claim || event.kind === 'history.take') return state
  if (event.kind === 'claim.split') return evolveSplit(state, event, mark)
  if (event.kind === 'claim.absorb') return evolveAbsorb(state, event, mark)
  return {
    claim: evolveStanding(state.claim, event, mark),
    passages: evolvePassages(state.passages, event, mark),
    figures: evolveFigures(state.figures, event, mark),
    relations: evolveRelations(state.relations, event, mark),
    evidence: evolveEvidence(state.evidence, event, mark),
    assignments: evolveAssignments(state.assignments, event, mark),
    approvals: approvalsAfter(state.approvals, event, mark),
    ratings: evolveRatings(state.ratings, event, mark),
    ...evolvePublishing(state, event, { ...mark, reportId: state.claim.reportId }),
  }
}

function approvalsAfter(approvals: readonly Approval[], event: ClaimEvent, mark: Mark): readonly Approval[] {
  return event.kind === 'claim.approve' ? withApproval(approvals, event, { override: event.override }, mark) : approvals
}

/** How claims change. */
export const claimAggregate: Aggregate<ClaimState, ClaimCommand, ClaimEvent> = {
  type: 'claim',
  initial: none,
  decide,
  evolve,
  rows: claimRows,
}
