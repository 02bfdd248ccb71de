import type { Event, Mark, Refusal } from '../history/aggregate.ts'
import { dayOf, monthsAfter } from '../history/days.ts'

/** What an editor decided of a report that the team's rule asks about: to keep it until a day, or that it was looked through. */
export interface RetentionDecision {
  readonly number: number
  /** A day of UTC as YYYY-MM-DD, on which it is due again; empty for one that was looked through. */
  readonly until: string
  readonly reason: string
  readonly decidedBy: string
  readonly decidedAt: string
  readonly seq: number
}

/** `today` is the day of UTC on which it is asked for. */
export type RetentionCommand =
  | { kind: 'retention.keep'; until: string; reason: string; today: string }
  | { kind: 'retention.review'; reason: string }
export type RetentionEvent = (
  | { kind: 'retention.keep'; until: string; reason: string }
  | { kind: 'retention.review'; reason: string }
) &
  Event

/** Whether a command or an event is such a decision. */
export function isOfRetention<Deed extends { kind: string }>(
  deed: Deed,
): deed is Extract<Deed, { kind: `retention.${string}` }> {
  return deed.kind.startsWith('retention.')
}

/** Decides on a decision: nobody keeps a report until a day that has come already. */
export function decideRetention(command: RetentionCommand): RetentionEvent | Refusal {
  if (command.kind === 'retention.review') return command
  const { today, ...event } = command
  if (event.until > today) return event
  return { refused: 'Choose a day that is still to come.', because: 'invalid', field: 'until' }
}

/** The decisions after one more. */
export function withDecision(
  decisions: readonly RetentionDecision[],
  event: RetentionEvent,
  { seq, at, actor }: Mark,
): readonly RetentionDecision[] {
  const until = event.kind === 'retention.keep' ? event.until : ''
  const said = { until, reason: event.reason, decidedBy: actor, decidedAt: at, seq }
  return [...decisions, { number: decisions.length + 1, ...said }]
}

/**
 * On which day of UTC it must be decided about a report that was last worked on on one: so many months of the calendar later,
 * unless the newest decision puts it off. Looking through it begins the time anew.
 */
export function dueOn(
  workedOn: string,
  months: number,
  newest: Pick<RetentionDecision, 'until' | 'decidedAt'> | null,
): string {
  const byRule = monthsAfter(workedOn, months)
  if (newest === null) return byRule
  const put = newest.until || monthsAfter(dayOf(newest.decidedAt), months)
  return put > byRule ? put : byRule
}

/** So many months as somebody would write them: in years where they are whole ones, and nothing for no rule. */
export function writtenAs(months: number): { readonly amount: string; readonly unit: 'months' | 'years' } {
  if (months === 0) return { amount: '', unit: 'months' }
  return months % 12 === 0 ? { amount: String(months / 12), unit: 'years' } : { amount: String(months), unit: 'months' }
}

/** For how long reports are kept by a rule, in words. */
export function keptForWords(months: number): string {
  if (months === 0) return 'no rule'
  const { amount, unit } = writtenAs(months)
  return `${amount} ${amount === '1' ? unit.slice(0, -1) : unit}`
}
