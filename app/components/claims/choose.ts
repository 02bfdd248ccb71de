import type { ClaimKind, Priority } from '#server/claims/classes.ts'
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
  /** The id of a person, `nobody`, or empty for anyone. */
  readonly assignee: string
  readonly claimKind: ClaimKind | ''
  readonly priority: Priority | ''
  readonly tag: string
  readonly due: 'dated' | 'overdue' | ''
  readonly sort: Sort
}

export const everything: Choice = {
  text: '',
  stage: '',
  rating: '',
  disputed: false,
  broken: false,
  assignee: '',
  claimKind: '',
  priority: '',
  tag: '',
  due: '',
  sort: 'team',
}

/** Which filters are set; the sort is none. */
export function filtersOf(choice: Choice): readonly (keyof Choice)[] {
  const set = { ...choice, text: choice.text.trim(), sort: '' }
  return (Object.keys(set) as (keyof Choice)[]).filter((name) => set[name] !== '' && set[name] !== false)
}

/** Whether any filter is set. */
export const isFiltered = (choice: Choice): boolean => filtersOf(choice).length > 0

const firstPlace = (claim: ClaimView) => Math.min(...claim.passages.map(({ start }) => start))

function isAbout(claim: ClaimView, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase()
  const words = [claim.statement, claim.claimant, ...claim.passages.map(({ quote }) => quote), ...claim.tags]
  return wanted === '' || words.join('\n').toLocaleLowerCase().includes(wanted) || String(claim.number) === wanted
}

function isAssignedTo(claim: ClaimView, assignee: string): boolean {
  if (assignee === 'nobody') return claim.unowned
  return assignee === '' || claim.assignees.some(({ personId }) => personId === assignee)
}

function isDue(claim: ClaimView, due: Choice['due']): boolean {
  return due === '' || (due === 'overdue' ? claim.overdue : claim.dueOn !== '')
}

function matches(claim: ClaimView, choice: Choice): boolean {
  const rating = claim.verdict?.rating ?? 'none'
  return (
    isAbout(claim, choice.text) &&
    (choice.stage === '' || claim.stage === choice.stage) &&
    (choice.rating === '' || rating === choice.rating) &&
    (!choice.disputed || claim.disputed) &&
    (!choice.broken || claim.broken) &&
    isAssignedTo(claim, choice.assignee) &&
    (choice.claimKind === '' || claim.claimKind === choice.claimKind) &&
    (choice.priority === '' || claim.priority === choice.priority) &&
    (choice.tag === '' || claim.tags.includes(choice.tag)) &&
    isDue(claim, choice.due)
  )
}

/** The claims to list, in the order asked for. */
export function chosen(claims: readonly ClaimView[], choice: Choice): readonly ClaimView[] {
  const found = claims.filter((claim) => matches(claim, choice))
  if (choice.sort === 'place') return found.toSorted((a, b) => firstPlace(a) - firstPlace(b) || a.number - b.number)
  if (choice.sort === 'change') return found.toSorted((a, b) => b.seq - a.seq)
  return found
}
