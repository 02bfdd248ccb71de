import type { claimsOf } from '../claims/store.ts'
import type { ListedClaim, ReportForm } from '../publication/report-form.ts'
import type { ListAuthor } from '../reports/list-authors.ts'
import type { loadReport } from '../reports/store.ts'
import type { PublicState } from './public-state.ts'

export type ClaimRow = Awaited<ReturnType<typeof claimsOf>>[number]

/** A claim that is with the editors or with readers, or was sent back by them. */
export interface SeenClaim {
  readonly claim: ClaimRow
  readonly statement: string
  readonly state: PublicState
  /** Why what is approved of it cannot be published now; null where it can, or nothing is approved. */
  readonly whyNotPublish: string | null
  /** How the list of its report names it; null while what stands of it is not approved. */
  readonly listed: ListedClaim | null
}

/** A report as readers would see it as a whole. */
export interface WholeContent {
  readonly report: NonNullable<Awaited<ReturnType<typeof loadReport>>>
  /** All of its claims that are not withdrawn, in its order. */
  readonly rows: readonly ClaimRow[]
  readonly seen: readonly SeenClaim[]
  /** Who shaped its list. */
  readonly authors: readonly ListAuthor[]
  readonly form: ReportForm
  /** The canonical text of the form. */
  readonly text: string
  readonly hash: string
}

/** The claims of the list that readers do not have in exactly this form. */
export function unpublishedOf({ seen }: Pick<WholeContent, 'seen'>): ListedClaim[] {
  return seen.flatMap((each) => (isUnpublished(each) ? (each.listed ?? []) : []))
}

/** Whether a claim is in the list in a form that readers do not have. */
export function isUnpublished({ listed, state: { published } }: SeenClaim): boolean {
  return listed !== null && (published === null || published.differs)
}

/**
 * From when on readers may see the list, if that is wanted from this moment on: not before they have its claims as it
 * names them, or it would tell of what is to come. ISO 8601 in UTC; empty for at once.
 */
export function wholeVisibleFrom({ seen }: Pick<WholeContent, 'seen'>, wanted: string): string {
  const times = seen.flatMap(({ listed, state: { published } }) =>
    listed && published && !published.differs ? [published.visibleFrom] : [],
  )
  return times.reduce((last, time) => (time > last ? time : last), wanted)
}

/** Who does not approve the list of a report. */
export function authorIdsOf({ authors }: Pick<WholeContent, 'authors'>): string[] {
  return authors.map(({ personId }) => personId)
}
