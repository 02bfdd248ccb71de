import { isDay, isWebAddress } from '../inputs.ts'
import type { ReviewDraft, ReviewRating } from './review-draft.ts'

/** What stands against a ClaimReview. An error (E) forbids it; a warning (W) says where it could be better. */
export interface ReviewProblem {
  readonly id: `${'E' | 'W'}${number}`
  /** The name of the field in ClaimReview, or of what is missing. */
  readonly field: string
  /** What is wrong and how it is put right. */
  readonly sentence: string
}

interface Rule extends ReviewProblem {
  isBroken(draft: ReviewDraft): boolean
}

const rule = (id: Rule['id'], field: string, isBroken: Rule['isBroken'], sentence: string): Rule => ({
  id,
  field,
  sentence,
  isBroken,
})

const isEmpty = (text: string): boolean => text.trim() === ''
const isKnown = (number: number | null): number is number => number !== null
const numbersOf = ({ value, best, worst }: ReviewRating): readonly number[] => [value, best, worst].filter(isKnown)

/** Letters without regard to case and space. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim().toLowerCase()

function isOnHost(url: string, host: string): boolean {
  if (!isWebAddress(url)) return false
  const own = new URL(url).host
  return own === host || own.endsWith(`.${host}`)
}

function isPastDay(day: string, now: string): boolean {
  // It is that day already somewhere: clocks are up to 14 hours ahead of UTC.
  return isDay(day) && Date.parse(day) <= Date.parse(now) + 14 * 60 * 60 * 1000
}

function saysVerdict(text: string, verdict: string): boolean {
  const words = (all: string) =>
    ` ${plain(all)
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `
  return !isEmpty(verdict) && words(text).includes(words(verdict))
}

const holdsHtml = (text: string): boolean => /<\/?[a-z!][^>]*>|&(?:[a-z]+|#\d+|#x[\da-f]+);/iu.test(text)

// The errors and warnings of research/domain §3.11.
const rules: readonly Rule[] = [
  rule('E1', 'claimReviewed', (d) => isEmpty(d.claimReviewed), 'The claim has no statement. Write it in one line.'),
  rule('E2', 'reviewRating.alternateName', (d) => isEmpty(d.rating.name), 'There is no verdict. Set one.'),
  rule(
    'E3',
    'url',
    (d) => !isOnHost(d.url, d.host),
    'The address of the page is missing, not a full one, or on another host than the one that serves it. Ask whoever runs Plumbline to set its public address.',
  ),
  rule(
    'E4',
    'reviewRating.ratingValue',
    ({ rating: { value, best, worst } }) =>
      (isKnown(value) && isKnown(best) && value > best) || (isKnown(value) && isKnown(worst) && value < worst),
    'The number of the verdict is outside of its scale. Choose one from the worst to the best.',
  ),
  rule(
    'E5',
    'reviewRating.bestRating',
    ({ rating: { best, worst } }) => isKnown(best) && isKnown(worst) && best <= worst,
    'The best rating is not above the worst. Turn the scale round, so that a higher number is truer.',
  ),
  rule(
    'E6',
    'reviewRating.worstRating',
    ({ rating: { worst } }) => isKnown(worst) && worst < 1,
    'The worst rating is below 1. Begin the scale at 1.',
  ),
  rule(
    'E7',
    'reviewRating',
    ({ rating }) => numbersOf(rating).length % 3 !== 0,
    'Only some of the numbers of the verdict are given. Give value, best and worst, or none of them.',
  ),
  rule(
    'E8',
    'itemReviewed.author.name',
    ({ claimant }) => claimant !== null && isEmpty(claimant.name),
    'The claimant has no name. Name who said it, or leave the claimant out.',
  ),
  rule(
    'E9',
    'itemReviewed.datePublished',
    ({ claimDate, now }) => claimDate !== '' && !isPastDay(claimDate, now),
    'The day of the claim is no day or lies in the future. Correct “Said on” or “Appeared on”.',
  ),
  rule(
    'E10',
    'url',
    ({ carriedBy, url }) => carriedBy.some((page) => page !== url),
    'Another page carries the ClaimReview of this address already. Take it from there first.',
  ),
  rule(
    'E11',
    'approval',
    ({ approval }) => approval !== 'standing',
    'This is not approved as it stands now. Have an editor approve it.',
  ),
  rule(
    'E12',
    'itemReviewed',
    ({ namesConfidential }) => namesConfidential,
    'This would name a confidential source. Take that source out of what readers see.',
  ),
  rule(
    'W1',
    'claimReviewed',
    ({ claimReviewed }) => Array.from(claimReviewed).length > 75,
    'The statement has more than 75 characters and may be cut where others show it. Shorten it if you can.',
  ),
  rule(
    'W2',
    'claimReviewed',
    ({ claimReviewed, rating }) => saysVerdict(claimReviewed, rating.name),
    'The statement seems to hold the verdict. Say only what was claimed.',
  ),
  rule(
    'W3',
    'itemReviewed.appearance',
    ({ firstAppearance, appearances }) => isEmpty(firstAppearance) && appearances.length === 0,
    'No address says where the claim was made. Add its first appearance or the address of the report.',
  ),
  rule(
    'W4',
    'itemReviewed.author',
    ({ claimant }) => claimant === null,
    'Nobody is named who said it. Add the claimant.',
  ),
  rule(
    'W5',
    'itemReviewed.datePublished',
    ({ claimDate }) => isEmpty(claimDate),
    'No day says when it was said. Add “Said on” or “Appeared on”.',
  ),
  rule(
    'W6',
    'itemReviewed.author',
    ({ claimant, publisher }) => claimant !== null && plain(claimant.name) === plain(publisher.name),
    'The claimant is the publisher itself. Name whose claim it is that you check.',
  ),
  rule(
    'W7',
    'evidence',
    (d) => d.independentSources < 2,
    'The verdict rests on fewer than two independent sources. Attach another one.',
  ),
  rule(
    'W8',
    'evidence',
    (d) => !d.hasPrimarySource,
    'No source is a primary one. Attach the document or the person itself.',
  ),
  rule(
    'W9',
    'claimReviewed',
    ({ claimReviewed, rating }) => [claimReviewed, rating.name, rating.explanation].some(holdsHtml),
    'The statement, the verdict or the reason seems to hold HTML. Write it as plain text.',
  ),
  rule(
    'W10',
    'url',
    ({ onPage }) => onPage > 1,
    'The page carries several ClaimReviews. Give each claim a page of its own.',
  ),
  rule(
    'W11',
    'author.correctionsPolicy',
    ({ publisher }) => isEmpty(publisher.correctionsUrl),
    'No address says how you correct mistakes. Add it to the settings of the public page.',
  ),
]

/** Every rule of research/domain §3.11 that a draft breaks, errors first. */
export function claimReviewProblems(draft: ReviewDraft): readonly ReviewProblem[] {
  return rules.filter(({ isBroken }) => isBroken(draft)).map(({ id, field, sentence }) => ({ id, field, sentence }))
}

/** Whether a problem forbids the ClaimReview. */
export function isError({ id }: ReviewProblem): boolean {
  return id.startsWith('E')
}
