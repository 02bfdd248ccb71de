import type { ClaimView } from '#server/reports/workspace.ts'
import type { Rating } from '#server/claims/verdict.ts'
import type { Stage } from '#server/claims/stage.ts'

export const sorts = ['team', 'place', 'change'] as const
export type Sort = (typeof sorts)[number]

export interface Choice {
  readonly text: string
  readonly stage: Stage | ''
  readonly rating: Rating | 'none' | ''
  readonly disputed: boolean
  readonly broken: boolean
  readonly sort: Sort
}

export const everything: Choice = { text: '', stage: '', rating: '', disputed: false, broken: false, sort: 'team' }

/** Whether any filter is set; the sort is none. */
export function isFiltered(choice: Choice): boolean {
  const { text, stage, rating, disputed, broken } = choice
  return text.trim() !== '' || stage !== '' || rating !== '' || disputed || broken
}

/** The seq of the newest deed on a claim that the view knows of. */
export function lastChange(claim: ClaimView): number {
  return Math.max(
    claim.detailsSeq,
    claim.verdictSeq,
    ...claim.figures.map(({ seq }) => seq),
    ...claim.evidence.map(({ seq }) => seq),
  )
}

const firstPlace = (claim: ClaimView) => Math.min(...claim.passages.map(({ start }) => start))

function matches(claim: ClaimView, choice: Choice): boolean {
  const wanted = choice.text.trim().toLocaleLowerCase()
  const words = [claim.statement, claim.claimant, ...claim.passages.map(({ quote }) => quote)].join('\n')
  const rating = claim.verdict?.rating ?? 'none'
  return (
    (wanted === '' || words.toLocaleLowerCase().includes(wanted) || String(claim.number) === wanted) &&
    (choice.stage === '' || claim.stage === choice.stage) &&
    (choice.rating === '' || rating === choice.rating) &&
    (!choice.disputed || claim.disputed) &&
    (!choice.broken || claim.broken)
  )
}

/** The claims to list, in the order asked for. */
export function chosen(claims: readonly ClaimView[], choice: Choice): readonly ClaimView[] {
  const found = claims.filter((claim) => matches(claim, choice))
  if (choice.sort === 'place') return found.toSorted((a, b) => firstPlace(a) - firstPlace(b) || a.number - b.number)
  if (choice.sort === 'change') return found.toSorted((a, b) => lastChange(b) - lastChange(a))
  return found
}
