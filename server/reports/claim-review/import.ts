import type { ImportedDeed } from '../../claims/claim.ts'
import { languages } from '../../claims/languages.ts'
import type { NewPassage } from '../../claims/passages.ts'
import type { Rating } from '../../claims/verdict.ts'
import type { SourceCommand } from '../../evidence/source.ts'
import { cutPassage, type Cut } from '../passage.ts'
import type { ClaimReview } from './read.ts'

type Source = Extract<SourceCommand, { kind: 'source.add' }>['source']

/** Stands between the sentences of an import's report. */
const between = '\n\n'

/** Whether a claim can be made of a review: it has a statement, and does not stand in its file before. */
export const isImportable = ({ claimReviewed, deviations }: ClaimReview): boolean =>
  claimReviewed !== '' && !deviations.some(({ id }) => id === 'repeated-object')

/** The text of the report of an import: each statement a paragraph. */
export const reportText = (reviews: readonly ClaimReview[]): string =>
  reviews.map(({ claimReviewed }) => claimReviewed).join(between)

/** A review's sentence as it stands in the text of a report, at this paragraph; null when another one stands there. */
export function sentenceAt(text: string, paragraph: number, { claimReviewed }: ClaimReview): Cut | null {
  const paragraphs = text.split(between)
  if (claimReviewed === '' || paragraphs[paragraph] !== claimReviewed) return null
  const start = paragraphs.slice(0, paragraph).reduce((sum, each) => sum + each.length + between.length, 0)
  return cutPassage(text, { start, end: start + claimReviewed.length })
}

/** How the report of an import begins: whose reviews they are, brought in on a day in words. */
export function reportAbout(
  reviews: readonly ClaimReview[],
  day: string,
): Readonly<Record<'title' | 'publisher' | 'language', string>> {
  const publishers = [...new Set(reviews.map(({ publisher }) => publisher))]
  const [only = ''] = publishers.length === 1 ? publishers : []
  const publisher = only.slice(0, 200).toWellFormed()
  const spoken = [...new Set(reviews.map(({ language }) => language))]
  const [language = ''] = spoken.length === 1 ? spoken : []
  // “und” is the tag for a language that nobody said (BCP 47).
  const isTag = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/u.test(language)
  return {
    title: publisher === '' ? `Claim reviews, imported ${day}` : `Claim reviews of ${publisher}, imported ${day}`,
    publisher,
    language: isTag ? language : 'und',
  }
}

/** The page of a review as a source; null where its address is not known. */
export function sourceOf({ url, name, publisher, published, claimReviewed }: ClaimReview): Source | null {
  if (url === '') return null
  const about = claimReviewed.slice(0, 150).toWellFormed()
  const title = name || `Check by ${publisher || new URL(url).host}: ${about}`
  return { url, title, publisher, author: '', publishedOn: published.day, sourceKind: 'secondary' }
}

export interface ImportPlace {
  readonly reportId: string
  readonly position: number
  readonly passage: NewPassage
  readonly evidence: { readonly id: string; readonly sourceId: string } | null
  /** What a person says that this rating means on the team's scale; null for no verdict. */
  readonly rating: Rating | null
}

/** The deeds with which a claim begins that comes from a review: only what the review says, and no verdict but a person's. */
export function importedDeeds(review: ClaimReview, place: ImportPlace): readonly ImportedDeed[] {
  const { reportId, position, passage, evidence, rating } = place
  const words = ratingWords(review)
  const deeds: ImportedDeed[] = [{ kind: 'claim.make', reportId, position, passage }]
  const said = saidIn(review)
  if (Object.values(said).some((value) => value !== '')) deeds.push({ kind: 'claim.describe', ...said })
  const appearance = appearanceIn(review)
  if (appearance) deeds.push({ kind: 'claim.appear', ...appearance })
  const bearing = { stance: 'context', quote: review.rating.words, locator: '', note: words } as const
  if (evidence) deeds.push({ kind: 'evidence.attach', evidence: { ...evidence, ...bearing } })
  const reason = [`Imported: ${words}`, review.rating.explanation].filter((each) => each !== '').join('\n\n')
  if (rating) deeds.push({ kind: 'verdict.set', rating, reason })
  return deeds
}

const mostClaimants = 300

function saidIn({ claimants, claimDate, language }: ClaimReview) {
  const all = claimants.join(', ')
  return {
    claimant: all.length <= mostClaimants ? all : (claimants[0] ?? ''),
    saidOn: claimDate.day,
    place: '',
    language: languages.find((each) => each === language) ?? '',
  }
}

function appearanceIn({ appearances }: ClaimReview) {
  const first = appearances.find(({ url }) => url !== '') ?? appearances[0]
  return first ? { firstUrl: first.url, firstWhere: first.words, firstOn: '' } : null
}

/** A rating as it was written: its words, and its numbers where there are some. */
export function ratingWords({ rating: { words, value, best, worst } }: Pick<ClaimReview, 'rating'>): string {
  const scale = best === null && worst === null ? '' : `, worst ${worst ?? '?'}, best ${best ?? '?'}`
  const numbers = value === null ? scale.slice(2) : `${value}${scale}`
  return [words, numbers && (words ? `(${numbers})` : numbers)].filter((each) => each !== '').join(' ')
}
