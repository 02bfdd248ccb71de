import type { Deviations } from './deviations.ts'
import type { Properties } from './properties.ts'
import { readNumber, type WrittenNumber } from './values.ts'

/** A verdict as its publisher wrote it. It means nothing on another scale until a person says what. */
export interface WrittenRating {
  readonly words: string
  readonly value: number | null
  readonly best: number | null
  readonly worst: number | null
  readonly explanation: string
}

const nothing: WrittenRating = { words: '', value: null, best: null, worst: null, explanation: '' }
const mostWords = 300
const mostExplanation = 5_000
/** A verdict of more letters, or of this many words with a full stop, is a sentence. */
const longestVerdict = 60
const sentenceWords = 5

/** The rating of a ClaimReview, with all that differs noted. */
export function readRating(review: Properties, found: Deviations): WrittenRating {
  const node = review.first('reviewRating')
  if (node === null) {
    review.note('no-rating', 'reviewRating')
    return nothing
  }
  if (node.kind !== 'object') {
    const words = review.textOf(node, 'reviewRating', mostWords)
    if (words !== '') review.note('rating-in-words', 'reviewRating')
    return { ...nothing, words }
  }
  const rating = review.object(node, 'reviewRating')
  if (rating === null) return nothing
  rating.noteType('Rating')
  const words = wordsOf(rating)
  return { words, ...numbersOf(rating, found), explanation: rating.text('ratingExplanation', mostExplanation) }
}

function wordsOf(rating: Properties): string {
  const own = rating.text('alternateName', mostWords)
  const words = own || rating.text('name', mostWords)
  if (words === '') rating.note('no-words', 'alternateName')
  else if (own === '') rating.note('words-in-name', 'alternateName')
  const isSentence = /[.!。।؟?]$/u.test(words) && words.split(' ').length >= sentenceWords
  if (words.length > longestVerdict || isSentence)
    rating.note('verdict-sentence', own === '' ? 'name' : 'alternateName')
  return words
}

function numbersOf(rating: Properties, found: Deviations): Pick<WrittenRating, 'value' | 'best' | 'worst'> {
  const read = (name: string): WrittenNumber => readNumber(rating.first(name), rating.field(name), found)
  const given = read('ratingValue')
  const { value } = given
  const best = read('bestRating').value ?? given.best
  const worst = read('worstRating').value
  const count = [value, best, worst].filter((each) => each !== null).length
  if (count === 0) rating.note('no-numbers', 'ratingValue')
  else if (count < 3) rating.note('numbers-partial', 'ratingValue')
  if (worst !== null && worst < 1) rating.note('worst-below-one', 'worstRating')
  if (best !== null && worst !== null && best < worst) rating.note('scale-inverted', 'bestRating')
  if (best !== null && best === worst) rating.note('scale-empty', 'bestRating')
  if (value !== null && isOutside(value, best, worst)) rating.note('value-outside', 'ratingValue')
  return { value, best, worst }
}

function isOutside(value: number, best: number | null, worst: number | null): boolean {
  if (best === null || worst === null) return false
  return value < Math.min(best, worst) || value > Math.max(best, worst)
}
