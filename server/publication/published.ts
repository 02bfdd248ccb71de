import type { ClaimForm } from './form.ts'

/** How a team stands before its readers. */
export interface PublicTeam {
  readonly slug: string
  /** The name under which it publishes. */
  readonly publisher: string
  /** Its own site; may be empty, and so may the ones below. */
  readonly homepage: string
  /** Restricted Markdown. */
  readonly howWeCheck: string
  readonly correctionsUrl: string
  /** Where an error is reported: an address of the web or of mail. */
  readonly contact: string
}

/** Where readers find a claim. */
export interface ClaimAddress {
  readonly team: string
  readonly report: string
  readonly claim: string
}

/** A published claim as readers see it now. Times are ISO 8601 in UTC. */
export interface PublishedClaim {
  readonly address: ClaimAddress
  readonly form: ClaimForm
  readonly number: number
  /** Since when readers have seen any publication of it. */
  readonly publishedAt: string
  /** Since when they have seen this one. */
  readonly changedAt: string
  /** For each correction of the form: since when readers have seen it. */
  readonly correctedAt: readonly string[]
  readonly approvers: Approvers
  /** Why it was taken back though it stays readable; null for one that stands. */
  readonly retracted: TakenBack | null
}

/** Who approved: by name, or only how many editors, as the team chose. */
export type Approvers = { readonly names: readonly string[] } | { readonly editors: number }

/** A public note on what was taken back. */
export interface TakenBack {
  readonly note: string
  readonly at: string
}

/** A claim of which nothing is left to read but the note. */
export interface UnpublishedClaim {
  readonly address: ClaimAddress
  /** Since when readers had any publication of it. */
  readonly publishedAt: string
  readonly unpublished: TakenBack
}

/** What stands at the address of a claim that readers have seen. */
export type PublicClaim = PublishedClaim | UnpublishedClaim

/** A publication of a report as a whole, as readers see it now. Times are ISO 8601 in UTC. */
export interface PublishedReport {
  readonly number: number
  /** Since when readers have seen it. */
  readonly publishedAt: string
  readonly approvers: Approvers
  /** The addresses of its claims in their order; those that readers do not have yet are among them. */
  readonly claims: readonly string[]
  /** Why it was taken back, though its claims are read as they stand; null for one that stands. */
  readonly retracted: TakenBack | null
}

/** Whether there is more to read of a claim than a note. */
export function isReadable(claim: PublicClaim): claim is PublishedClaim {
  return 'form' in claim
}

/**
 * A publication of a report as the readers of these claims see it. Before they have one of its claims its number alone would
 * tell that something is to come: null until then, and for good when it was taken back before.
 */
export function wholeSeen(whole: PublishedReport, claims: readonly PublicClaim[]): PublishedReport | null {
  const listed = claims.filter(({ address }) => whole.claims.includes(address.claim))
  const since = listed.map(({ publishedAt }) => publishedAt).toSorted()[0]
  if (since === undefined || (whole.retracted && whole.retracted.at < since)) return null
  return { ...whole, publishedAt: since > whole.publishedAt ? since : whole.publishedAt }
}

/** When what readers see of a claim changed last. */
export function lastChange(claim: PublicClaim): string {
  if (!isReadable(claim)) return claim.unpublished.at
  return claim.retracted && claim.retracted.at > claim.changedAt ? claim.retracted.at : claim.changedAt
}
