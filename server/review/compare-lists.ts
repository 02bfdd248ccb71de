import type { ListedClaim, ReportForm } from '../publication/report-form.ts'

/** How the claims of a list differ from those of another one. */
export interface ListChanges {
  readonly added: readonly ListedClaim[]
  readonly gone: readonly ListedClaim[]
  /** Those that are in both, in another form; as they are now. */
  readonly changed: readonly ListedClaim[]
  /** Whether those that are in both stand in another order. */
  readonly isReordered: boolean
}

/** What differs between two lists of a report, whose title and the like never change. */
export function compareLists(before: ReportForm, now: ReportForm): ListChanges {
  const then = new Map(before.claims.map((claim) => [claim.id, claim]))
  const ids = new Set(now.claims.map(({ id }) => id))
  const kept = now.claims.filter(({ id }) => then.has(id))
  const order = before.claims.filter(({ id }) => ids.has(id))
  return {
    added: now.claims.filter(({ id }) => !then.has(id)),
    gone: before.claims.filter(({ id }) => !ids.has(id)),
    changed: kept.filter(({ id, hash }) => then.get(id)?.hash !== hash),
    isReordered: kept.some(({ id }, index) => order[index]?.id !== id),
  }
}
