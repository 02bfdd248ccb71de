import type { Mark, Refusal } from '../history/aggregate.ts'
import { afterRating } from './blind.ts'
import type { ClaimEvent } from './claim.ts'
import type { ClaimKind, Priority } from './classes.ts'
import { stageMoves, whyNotFrom, type Stage, type StageDeed } from './stage.ts'
import type { Rating } from './verdict.ts'

/** Who said it, when, where and in which language (BCP 47). */
type Said = {
  readonly claimant: string
  readonly saidOn: string
  readonly place: string
  readonly language: string
}

/** Where the claim appeared first, and when. */
type Appearance = {
  readonly firstUrl: string
  readonly firstWhere: string
  readonly firstOn: string
}

type Classes = {
  readonly claimKind: ClaimKind | ''
  readonly priority: Priority
  readonly tags: readonly string[]
}

/** What is said of a claim and goes with it when it is split. */
export type Details = Said & Appearance & Classes & { readonly dueOn: string }

/** What a claim is apart from its parts. Each group of fields carries the seq of its last change; 0 for none. */
export interface Standing extends Details {
  readonly seq: number
  readonly reportId: string
  readonly position: number
  readonly detailsSeq: number
  readonly appearanceSeq: number
  readonly classesSeq: number
  readonly dueSeq: number
  readonly stage: Stage
  /** The seq of its last submission for review: only approvals after it count. */
  readonly submittedSeq: number
  /** Why it was sent back from review and by whom, until it is submitted again. */
  readonly returnNote: string
  readonly returnedBy: string | null
  readonly withdrawn: boolean
  readonly withdrawnReason: string
  /** The claim that this one was merged into, while it is. */
  readonly mergedInto: string | null
  /** The claim that this one was split off. */
  readonly splitFrom: string | null
  readonly rating: Rating | null
  readonly verdictReason: string
  readonly verdictBy: string | null
  readonly verdictAt: string | null
  readonly verdictSeq: number
  readonly createdBy: string
  readonly createdAt: string
}

export type StandingCommand =
  | ({ kind: 'claim.describe'; seen: number } & Said)
  | ({ kind: 'claim.appear'; seen: number } & Appearance)
  | ({ kind: 'claim.classify'; seen: number } & Classes)
  | { kind: 'claim.due'; dueOn: string; seen: number }
  /** `aside` when it makes room for another claim. */
  | { kind: 'claim.move'; position: number; aside?: true }
  | { kind: 'claim.withdraw'; reason: string }
  | { kind: 'claim.restore' }
  | { kind: 'claim.stage'; to: Stage }
  | { kind: 'claim.submit' }
  | { kind: 'claim.return'; comment: string }
  | { kind: 'claim.reopen'; reason: string }
  | { kind: 'verdict.set'; rating: Rating; reason: string; seen: number }

/** Why a change of the claim itself makes no sense now; null when it does. */
export function decideStanding(claim: Standing, command: StandingCommand): Refusal | null {
  switch (command.kind) {
    case 'claim.describe':
      return stale(command.seen, claim.detailsSeq, 'Someone changed these details while you had them open.')
    case 'claim.appear':
      return stale(command.seen, claim.appearanceSeq, 'Someone changed the first appearance while you had it open.')
    case 'claim.classify':
      return stale(
        command.seen,
        claim.classesSeq,
        'Someone changed the kind, priority or tags while you had them open.',
      )
    case 'claim.due':
      return stale(command.seen, claim.dueSeq, 'Someone changed the due date while you had it open.')
    case 'verdict.set':
      return stale(command.seen, claim.verdictSeq, 'Someone set the verdict while you had it open.')
    case 'claim.stage':
      return notFrom(claim, command.kind, command.to)
    case 'claim.submit':
    case 'claim.return':
    case 'claim.reopen':
      return notFrom(claim, command.kind)
    case 'claim.move':
    case 'claim.withdraw':
    case 'claim.restore':
      return null
  }
}

/** Why a deed does not lead from where a claim is; null when it does. */
export function notFrom({ stage }: Pick<Standing, 'stage'>, deed: StageDeed, to?: Stage): Refusal | null {
  const refused = whyNotFrom(stageMoves, stage, deed, to)
  return refused === null ? null : { refused, because: 'invalid' }
}

function stale(seen: number, stands: number, refused: string): Refusal | null {
  return seen === stands ? null : { refused, because: 'changed-since' }
}

const unsaid: Said = { claimant: '', saidOn: '', place: '', language: '' }

const nothing = {
  ...unsaid,
  firstUrl: '',
  firstWhere: '',
  firstOn: '',
  appearanceSeq: 0,
  claimKind: '',
  priority: 'normal',
  tags: [],
  classesSeq: 0,
  dueOn: '',
  dueSeq: 0,
  stage: 'open',
  submittedSeq: 0,
  returnNote: '',
  returnedBy: null,
  withdrawn: false,
  withdrawnReason: '',
  mergedInto: null,
  splitFrom: null,
  rating: null,
  verdictReason: '',
  verdictBy: null,
  verdictAt: null,
  verdictSeq: 0,
} as const satisfies Partial<Standing>

/** A claim as it is made. */
export function newStanding(place: { reportId: string; position: number }, { seq, at, actor }: Mark): Standing {
  const { reportId, position } = place
  return { ...nothing, seq, reportId, position, detailsSeq: seq, createdBy: actor, createdAt: at }
}

/** What is said of a claim. */
export function detailsOf(claim: Standing): Details {
  const { claimant, saidOn, place, language, firstUrl, firstWhere, firstOn } = claim
  const { claimKind, priority, tags, dueOn } = claim
  return { claimant, saidOn, place, language, firstUrl, firstWhere, firstOn, claimKind, priority, tags, dueOn }
}

/** The claim itself after an event. */
export function evolveStanding(claim: Standing, event: ClaimEvent, mark: Mark): Standing {
  const { seq, at, actor } = mark
  switch (event.kind) {
    case 'claim.describe': {
      const { kind: _, ...said } = event
      // Entries from before a claim had a place and a language say nothing of them.
      return { ...claim, ...unsaid, ...said, seq, detailsSeq: seq }
    }
    case 'claim.appear': {
      const { kind: _, ...appearance } = event
      return { ...claim, ...appearance, seq, appearanceSeq: seq }
    }
    case 'claim.classify': {
      const { kind: _, ...classes } = event
      return { ...claim, ...classes, seq, classesSeq: seq }
    }
    case 'claim.due':
      return { ...claim, seq, dueOn: event.dueOn, dueSeq: seq }
    case 'claim.move':
      return { ...claim, seq, position: event.position }
    case 'claim.withdraw':
      return { ...claim, seq, withdrawn: true, withdrawnReason: event.reason }
    case 'claim.merge':
      return { ...claim, seq, withdrawn: true, mergedInto: event.into }
    case 'claim.restore':
      return { ...claim, seq, withdrawn: false, withdrawnReason: '', mergedInto: null }
    case 'verdict.set': {
      const { rating, reason } = event
      return { ...claim, seq, rating, verdictReason: reason, verdictBy: actor, verdictAt: at, verdictSeq: seq }
    }
    case 'rating.give':
      return afterRating(claim, event, mark)
    default:
      return evolveStage(claim, event, seq, actor)
  }
}

function evolveStage(claim: Standing, event: ClaimEvent, seq: number, actor: string): Standing {
  switch (event.kind) {
    case 'claim.stage':
      return { ...claim, seq, stage: event.to }
    case 'claim.submit':
      return { ...claim, seq, stage: 'in-review', submittedSeq: seq, returnNote: '', returnedBy: null }
    case 'claim.return':
      return { ...claim, seq, stage: 'checking', returnNote: event.comment, returnedBy: actor }
    case 'claim.reopen':
    case 'claim.correct':
    case 'claim.retract':
      return { ...claim, seq, stage: 'checking' }
    case 'claim.approve':
      // Content that is not approved by enough is in review again, whatever was approved before.
      return { ...claim, seq, stage: event.complete ? 'approved' : 'in-review' }
    case 'claim.publish':
      return { ...claim, seq, stage: 'published' }
    default:
      return claim
  }
}
