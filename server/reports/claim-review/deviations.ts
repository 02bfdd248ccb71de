/** What differs from what schema.org and Google ask of a ClaimReview, by name; each as a sentence that begins with the field. */
const sentences = {
  'no-context': () => 'is missing; the object was taken for schema.org all the same.',
  'other-context': (found) => `is “${found}” and not schema.org.`,
  'no-type': () => 'is missing; the object was taken for a ClaimReview because it holds claimReviewed.',
  'type-case': (found) => `is written “${found}”.`,
  'type-list': () => 'is a list of types.',
  'prefixed-name': (found) => `is written with a prefix: “${found}”.`,
  'property-case': (found) => `is written “${found}”.`,
  'repeated-property': () => 'stands there more than once; the last one was read.',
  'several-values': (found) => `holds ${found} values; the first was read.`,
  'only-a-reference': (found) => `only refers to “${found}”, which stands elsewhere and was not read.`,
  'text-for-object': () => 'is a text where an object belongs; it was read as the name.',
  'other-kind': () => 'is of a kind that does not belong there and was not read.',
  'old-item-type': (found) => `is a ${found} and not a Claim, as it was written long ago.`,
  'line-break-in-text': () => 'holds line breaks or tabs in a text, which JSON forbids.',
  'comma-at-end': () => 'holds a comma too many, which JSON forbids.',
  'comment-in-json': () => 'holds a comment, which JSON forbids.',
  entities: () => 'holds HTML entities; they were read as their characters.',
  markup: () => 'holds HTML tags; they were left out.',
  'unprintable-characters': () => 'holds characters that cannot be shown; they were left out.',
  'too-long': (found) => `is longer than ${found} characters; the rest was left out.`,
  'empty-claim': () => 'is missing or empty: there is no statement to make a claim from.',
  'long-claim': () => 'is longer than 75 characters.',
  'no-address': () => 'is missing or empty.',
  'relative-address': (found) => `is not a full address; it was read as ${found}.`,
  'incomplete-address': (found) => `is not a full address, “${found}”, and no address to complete it is known.`,
  'not-a-web-address': (found) => `is no web address: “${found}”.`,
  'no-publisher': () => 'is missing: who checked is not said.',
  'publisher-unnamed': () => 'has no name: who checked is not said.',
  'no-item-reviewed': () => 'is missing: nothing is said of who claimed it, when and where.',
  'no-claimant': () => 'is missing: who claimed it is not said.',
  'claimant-unnamed': () => 'has no name: who claimed it is not said.',
  'no-claim-date': () => 'is missing: when it was claimed is not said.',
  'no-appearance': () => 'is missing: where it was claimed is not said.',
  'appearance-list': () => 'is a list.',
  'appearance-text': (found) => `is a text and no address: “${found}”.`,
  'date-not-iso': (found) => `is not written as ISO 8601: “${found}”.`,
  'date-unread': (found) => `does not say one day for sure, “${found}”, and was not taken over.`,
  'no-rating': () => 'is missing.',
  'rating-in-words': () => 'is a text where an object belongs; it was read as the verdict’s words.',
  'no-words': () => 'is missing or empty: the verdict has no words.',
  'words-in-name': () => 'is missing; the verdict’s words were read from name.',
  'verdict-sentence': () => 'is a whole sentence and no short verdict.',
  'no-numbers': () => 'has no numbers.',
  'numbers-partial': () => 'has some of its three numbers and not all.',
  'text-for-number': () => 'is a number written as a text.',
  'decimal-comma': (found) => `is written with a decimal comma: “${found}”.`,
  'value-with-scale': (found) => `names its scale too: “${found}”.`,
  'not-a-number': (found) => `is no number: “${found}”.`,
  'scale-inverted': () => 'is below worstRating: the scale runs the other way.',
  'scale-empty': () => 'equals worstRating: the scale has no room.',
  'worst-below-one': () => 'is below 1.',
  'value-outside': () => 'lies outside its scale.',
  'repeated-object': () => 'stands in this file more than once; only the first is imported.',
} as const satisfies Record<string, (found: string) => string>

export type DeviationId = keyof typeof sentences

/** One way in which an object differs, where, and as a sentence for people. */
export interface Deviation {
  readonly id: DeviationId
  /** As a path of schema.org's names; `object` for the whole. */
  readonly field: string
  readonly sentence: string
}

const longestQuote = 80

/** A deviation of a field; `found` is what stood there, where its sentence says so. */
export function deviation(id: DeviationId, field: string, found = ''): Deviation {
  const quote = found.length > longestQuote ? `${found.slice(0, longestQuote).toWellFormed()}…` : found
  return { id, field, sentence: `${field} ${sentences[id](quote)}` }
}

/** Collects the deviations of one object, each once. */
export class Deviations {
  readonly #found = new Map<string, Deviation>()

  note(id: DeviationId, field: string, found = ''): void {
    const key = `${id} ${field}`
    if (!this.#found.has(key)) this.#found.set(key, deviation(id, field, found))
  }

  get all(): readonly Deviation[] {
    return [...this.#found.values()]
  }
}
