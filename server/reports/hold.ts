import type { Event, Mark, Refusal } from '../history/aggregate.ts'

/** Why what was recorded of a report must not be erased, as when a court asks for it; until somebody lifts it. */
export interface LegalHold {
  readonly number: number
  readonly reason: string
  readonly placedBy: string
  readonly placedAt: string
  /** Who lifted it, when and why; null and empty while it holds. */
  readonly liftedBy: string | null
  readonly liftedAt: string | null
  readonly liftReason: string
  readonly seq: number
}

/** What is done about holds; a reason is one for whoever reads the history. */
export type HoldCommand = { kind: 'hold.place'; reason: string } | { kind: 'hold.lift'; number: number; reason: string }
export type HoldEvent = HoldCommand & Event

/** Whether a command or an event is about a hold. */
export function isOfHold<Deed extends { kind: string }>(deed: Deed): deed is Extract<Deed, { kind: `hold.${string}` }> {
  return deed.kind.startsWith('hold.')
}

/** Decides on a hold of a report: there may be several at a time, each for its own reason. */
export function decideHold(holds: readonly LegalHold[], command: HoldCommand): HoldEvent | Refusal {
  if (command.kind === 'hold.place') return command
  const hold = holds.find(({ number }) => number === command.number)
  if (!hold) return { refused: 'There is no such hold.', because: 'not-found' }
  return hold.liftedBy === null ? command : { refused: 'This hold was lifted already.', because: 'changed-since' }
}

/** The holds after one more deed on them. */
export function withHold(
  holds: readonly LegalHold[],
  event: HoldEvent,
  { seq, at, actor }: Mark,
): readonly LegalHold[] {
  if (event.kind === 'hold.place') {
    const open = { liftedBy: null, liftedAt: null, liftReason: '' }
    return [...holds, { number: holds.length + 1, reason: event.reason, placedBy: actor, placedAt: at, ...open, seq }]
  }
  const lifted = { liftedBy: actor, liftedAt: at, liftReason: event.reason, seq }
  return holds.map((hold) => (hold.number === event.number ? { ...hold, ...lifted } : hold))
}
