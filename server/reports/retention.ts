import type { Event, Mark, Refusal } from '../history/aggregate.ts'
import { dayOf, monthsAfter } from '../history/days.ts'

/** What an editor decided of a report: to keep it until a day, or that it was looked through. */
export interface RetentionDecision {
  readonly number: number
  /** A day of UTC as YYYY-MM-DD, on which it is due again; empty for one that was looked through. */
  readonly until: string
  readonly reason: string
  readonly decidedBy: string
  readonly decidedAt: string
  readonly seq: number
}

type Decided = { kind: 'retention.keep'; until: string; reason: string } | { kind: 'retention.review'; reason: string }

/** `seen` is the seq of the newest decision that was on the page of whoever decides; 0 for none. */
export type RetentionChoice = Decided & { seen: number }

/** `today` is the day of UTC on which it is asked for; `hasRule` says whether the team has a rule by then. */
export type RetentionCommand = RetentionChoice & { today: string; hasRule: boolean }
export type RetentionEvent = Decided & Event

/** Whether a command or an event is such a decision. */
export function isOfRetention<Deed extends { kind: string }>(
  deed: Deed,
): deed is Extract<Deed, { kind: `retention.${string}` }> {
  return deed.kind.startsWith('retention.')
}

/**
 * Decides on a decision: the team has a rule that it is about, whoever makes it has seen the newest one, and nobody keeps a
 * report until a day that has come already. Something may be known of a report before the rule asks about it.
 */
export function decideRetention(
  decisions: readonly RetentionDecision[],
  command: RetentionCommand,
): RetentionEvent | Refusal {
  const { seen, today, hasRule, ...event } = command
  if (!hasRule) return { refused: noRule, because: 'invalid' }
  if (seen !== (decisions.at(-1)?.seq ?? 0)) {
    const refused = 'Another decision about this report was recorded while you had it open.'
    return { refused, because: 'changed-since' }
  }
  if (event.kind === 'retention.keep' && event.until <= today) {
    return { refused: 'Choose a day that is still to come.', because: 'invalid', field: 'until' }
  }
  return event
}

const noRule = 'The team has no rule by which this report would be due. Say first for how long reports are kept.'

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
