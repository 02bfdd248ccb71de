// What Google and schema.org publish about ClaimReview (research/domain §3.1–3.4), written from there and not from
// what we make.

type Node = Readonly<Record<string, unknown>>

/** The properties that schema.org knows for a type, as far as a ClaimReview has a use for them. */
const vocabulary: Readonly<Record<string, string>> = {
  ClaimReview:
    '@id url claimReviewed datePublished dateModified inLanguage author itemReviewed reviewRating correction sdPublisher sdLicense expires',
  Claim: 'author datePublished appearance firstAppearance claimInterpreter name',
  Rating: 'alternateName name ratingValue bestRating worstRating ratingExplanation image',
  Organization: 'name url sameAs correctionsPolicy logo',
  Person: 'name url sameAs jobTitle image',
  CreativeWork: 'name url author datePublished publisher',
  CorrectionComment: 'text datePublished',
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const all = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

function isAddress(value: unknown): value is string {
  return isText(value) && /^https?:\/\/[^/\s]+/u.test(value) && URL.canParse(value)
}

/** ISO 8601: a day of the calendar, or one with a time and its zone. */
function isDate(value: unknown): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/u.exec(
    String(value),
  )
  if (!found || !isText(value) || Number.isNaN(Date.parse(value))) return false
  const [year, month, day] = found.slice(1, 4).map(Number)
  return new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day
}

/** Everything in which a ClaimReview on this page falls short of the published requirements; empty for a right one. */
export function shortcomings(review: unknown, pageUrl: string): string[] {
  if (!isNode(review)) return ['There is no object.']
  const found: string[] = []
  const must = (holds: boolean, sentence: string) => void (holds || found.push(sentence))
  must(/^https?:\/\/schema\.org\/?$/u.test(String(review['@context'])), 'The context is schema.org.')
  must(review['@type'] === 'ClaimReview', 'The type is ClaimReview.')
  must(isText(review['claimReviewed']), 'claimReviewed is a text.')
  must(isAddress(review['url']), 'url is absolute.')
  must(isAddress(review['url']) && isWithin(review['url'], pageUrl), 'url is on the host of the page.')
  for (const name of ['datePublished', 'dateModified'] as const) {
    must(review[name] === undefined || isDate(review[name]), `${name} is ISO 8601.`)
  }
  for (const author of all(review['author'])) {
    must(isNode(author) && /^(?:Organization|Person)$/u.test(String(author['@type'])), 'The author is a publisher.')
    must(isNode(author) && (isText(author['name']) || isAddress(author['url'])), 'The author has a name or an address.')
  }
  must(all(review['author']).length > 0, 'There is an author.')
  found.push(...ofRating(review['reviewRating']), ...ofClaim(review['itemReviewed']), ...unknownIn(review))
  for (const comment of all(review['correction'])) {
    must(isText(comment) || (isNode(comment) && isText(comment['text'])), 'A correction says something.')
  }
  return found
}

function isWithin(url: string, pageUrl: string): boolean {
  const [own, page] = [new URL(url).hostname, new URL(pageUrl).hostname]
  return own === page || own.endsWith(`.${page}`)
}

function ofRating(rating: unknown): string[] {
  if (!isNode(rating) || rating['@type'] !== 'Rating') return ['reviewRating is a Rating.']
  const found: string[] = []
  if (!isText(rating['alternateName']) && !isText(rating['name'])) found.push('The rating says its verdict in words.')
  const numbers = ['ratingValue', 'bestRating', 'worstRating'].map((name) => rating[name])
  if (numbers.every((each) => each === undefined)) return found
  if (!numbers.every((each) => typeof each === 'number' && Number.isFinite(each))) {
    return [...found, 'The rating has all three numbers or none.']
  }
  const [value, best, worst] = numbers as [number, number, number]
  if (worst < 1) found.push('worstRating is at least 1.')
  if (best <= worst) found.push('bestRating is greater than worstRating.')
  if (value < worst || value > best) found.push('ratingValue is within the scale.')
  return found
}

function ofClaim(claim: unknown): string[] {
  if (!isNode(claim) || claim['@type'] !== 'Claim') return ['itemReviewed is a Claim.']
  const found: string[] = []
  for (const author of all(claim['author'])) {
    if (!isNode(author) || !isText(author['name'])) found.push('The author of the claim has a name.')
  }
  if (claim['datePublished'] !== undefined && !isDate(claim['datePublished']))
    found.push('The claim’s date is ISO 8601.')
  for (const place of [...all(claim['appearance']), ...all(claim['firstAppearance'])]) {
    if (!isAddress(place) && !(isNode(place) && isAddress(place['url']))) found.push('An appearance has its address.')
  }
  return found
}

/** Properties that schema.org does not know for their type, and types that it does not know there, all the way down. */
function unknownIn(node: Node): string[] {
  const type = String(node['@type'])
  const known = vocabulary[type]?.split(' ')
  if (!known) return [`${type} is no type for this place.`]
  return Object.entries(node).flatMap(([name, value]) => {
    if (name === '@type' || name === '@context') return []
    if (!known.includes(name)) return [`${type} has no ${name}.`]
    if (value === '' || value === null) return [`${name} is empty.`]
    return all(value).filter(isNode).flatMap(unknownIn)
  })
}
