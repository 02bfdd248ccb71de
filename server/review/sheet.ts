import { scale } from '../claims/verdict.ts'
import type { Span } from '../reports/passage.ts'
import type { WorkspaceView } from '../reports/workspace.ts'
import type { ChangeMoveView, RequestedChangeView } from './change-views.ts'
import type { ChangeState } from './requested-change.ts'

/** The requested changes of a report on paper, in the order of the text. Dates are ISO strings. */
export interface ChangesSheet {
  readonly report: Pick<WorkspaceView['report'], 'id' | 'title' | 'publisher' | 'edition' | 'language'>
  readonly states: readonly ChangeState[]
  readonly printedAt: string
  readonly items: readonly SheetItem[]
}

export interface SheetItem {
  readonly id: string
  readonly number: number
  readonly edition: number
  /** The text around the words. */
  readonly before: string
  readonly quote: string
  readonly after: string
  readonly replacement: string
  readonly reason: string
  readonly claim: { readonly number: number; readonly statement: string; readonly verdict: string | null } | null
  readonly state: ChangeState
  readonly requestedBy: string
  readonly requestedAt: string
  readonly moves: readonly ChangeMoveView[]
  readonly overlaps: readonly number[]
}

/** How much of the text is shown on either side of the words, in characters. */
const around = 90

/** The sheet of the changes in these states. */
export function sheetOf(
  { report, claims, changes }: Pick<WorkspaceView, 'report' | 'claims' | 'changes'>,
  editions: ReadonlyMap<number, string>,
  states: readonly ChangeState[],
  printedAt: string,
): ChangesSheet {
  const { id, title, publisher, edition, language } = report
  const items = changes
    .filter(({ state }) => states.includes(state))
    .toSorted((a, b) => a.edition - b.edition || a.start - b.start || a.end - b.end || a.number - b.number)
    .map((change) => itemOf(change, claims, editions.get(change.edition) ?? ''))
  return { report: { id, title, publisher, edition, language }, states, printedAt, items }
}

function itemOf(change: RequestedChangeView, claims: WorkspaceView['claims'], text: string): SheetItem {
  const { seq: _, start: __, end: ___, claimId, next: ____, ...shown } = change
  const claim = claims.find(({ id }) => id === claimId)
  const verdict = claim?.verdict ? scale[claim.verdict.rating].name : null
  return {
    ...shown,
    ...contextOf(text, change),
    claim: claim ? { number: claim.number, statement: claim.statement, verdict } : null,
  }
}

/** What stands around a span, cut between words, on its own paragraph. */
export function contextOf(text: string, { start, end }: Span): { before: string; after: string } {
  const whole = text.slice(Math.max(0, start - around), start)
  const rest = text.slice(end, end + around)
  const before = whole.slice(whole.lastIndexOf('\n') + 1)
  const lineEnd = rest.indexOf('\n')
  const after = lineEnd === -1 ? rest : rest.slice(0, lineEnd)
  // A half word at the outer end is left out; a text without spaces is cut between characters.
  const isCutBefore = before.length === around && start > around
  const isCutAfter = after.length === around && end + around < text.length
  return {
    before: isCutBefore ? `…${wellFormed(before.replace(/^\S{0,30}\s/u, ''))}` : before,
    after: isCutAfter ? `${wellFormed(after.replace(/\s\S{0,30}$/u, ''))}…` : after,
  }
}

/** Without half a character at an end. */
const wellFormed = (words: string): string => words.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '')
