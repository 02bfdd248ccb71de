import type { Aggregate, Event } from '../history/aggregate.ts'

/** A ClaimReview of somebody else, as it was brought in. */
export interface ImportedReview {
  readonly key: string
  readonly reportId: string
  readonly claimId: string
  readonly raw: string
  readonly base: string
  readonly deviations: readonly string[]
}

export interface ImportedReviewState {
  readonly review: (ImportedReview & { importedBy: string; importedAt: string; seq: number }) | null
}

export type ImportReview = { readonly kind: 'review.import' } & ImportedReview

export type ImportedReviewEvent = ImportReview & Event

/** The subject of an import: one for each key of a team, so that the same review comes in once. */
export const importedReviewId = (teamId: string, key: string): string => `${teamId}:${key}`

/** A review is imported once and stays as it was. */
export const importedReviewAggregate: Aggregate<ImportedReviewState, ImportReview, ImportedReviewEvent> = {
  type: 'imported-review',
  initial: { review: null },
  decide: ({ review }, command) =>
    review ? { refused: 'This review was imported already.', because: 'invalid' } : { ...command },
  evolve(_state, event, { seq, at, actor }) {
    const { kind: _, ...review } = event
    return { review: { ...review, importedBy: actor, importedAt: at, seq } }
  },
  rows(_id, teamId, { review }) {
    if (!review) return {}
    return { importedReview: [Object.assign({ teamId }, review)] }
  },
}
