/** One odd ClaimReview: its text, with which base it is read, and every deviation that it has, as `id field`. */
export interface OddReview {
  readonly name: string
  readonly text: string
  readonly base?: string
  readonly deviations: readonly string[]
}

// All invented. The oddities are those of published objects; the words of the verdicts are of the languages named.
const odd = (name: string, text: string, deviations: readonly string[], base?: string): OddReview => ({
  name,
  text,
  deviations,
  ...(base !== undefined && { base }),
})

const context = '"@context":"https://schema.org","@type":"ClaimReview"'
const url = '"url":"https://check.example.org/dam"'
const said = '"claimReviewed":"The dam holds 12 million litres"'
const author = '"author":{"@type":"Organization","name":"Example Check"}'
const item =
  '"itemReviewed":{"@type":"Claim","author":{"@type":"Person","name":"The mayor"},"datePublished":"2025-05-20","appearance":"https://news.example.org/1"}'
const rating =
  '"reviewRating":{"@type":"Rating","alternateName":"False","ratingValue":1,"bestRating":5,"worstRating":1}'

/** An object of these parts, as one line. */
const of = (...parts: string[]): string => `{${parts.join(',')}}`
const rated = (inside: string): string => of(context, url, said, author, item, `"reviewRating":{"@type":"Rating",${inside}}`)
const about = (inside: string): string => of(context, url, said, author, `"itemReviewed":{"@type":"Claim",${inside}}`, rating)
const claiming = (value: string): string => of(context, url, `"claimReviewed":${value}`, author, item, rating)
const at = (value: string): string => of(context, `"url":${value}`, said, author, item, rating)
const by = (value: string): string => of(context, url, said, `"author":${value}`, item, rating)
const who = '"author":{"@type":"Person","name":"The mayor"}'
const on = '"datePublished":"2025-05-20"'
const seen = '"appearance":"https://news.example.org/1"'

export const oddReviews: readonly OddReview[] = [
  odd('nothing odd', of(context, url, said, author, item, rating), []),
  odd('no context of its own', of('"@type":"ClaimReview"', url, said, author, item, rating), ['no-context @context']),
  odd('another context', of('"@context":"https://example.org/ns","@type":"ClaimReview"', url, said, author, item, rating), [
    'other-context @context',
  ]),
  odd('a type in small letters', of('"@context":"http://schema.org/","@type":"claimreview"', url, said, author, item, rating), [
    'type-case @type',
  ]),
  odd('a prefixed type', of('"@context":"https://schema.org","@type":"http://schema.org/ClaimReview"', url, said, author, item, rating), [
    'prefixed-name @type',
  ]),
  odd('a list of types', of('"@context":"https://schema.org","@type":["Review","ClaimReview"]', url, said, author, item, rating), [
    'type-list @type',
  ]),
  odd('a type without its sign', of('"@context":"https://schema.org","type":"ClaimReview"', url, said, author, item, rating), [
    'property-case @type',
  ]),
  odd('no type at all', of('"@context":"https://schema.org"', url, said, author, item, rating), ['no-type @type']),
  odd('names in other cases', of(context, '"URL":"https://check.example.org/dam"', '"claimreviewed":"The dam is full"', author, item, rating), [
    'property-case claimReviewed',
    'property-case url',
  ]),
  odd('prefixed names', of(context, url, '"schema:claimReviewed":"The dam is full"', '"https://schema.org/author":{"name":"Example Check"}', item, rating), [
    'prefixed-name author',
    'prefixed-name claimReviewed',
  ]),
  odd('a name twice', of(context, url, said, '"claimReviewed":"The dam is empty"', author, item, rating), [
    'repeated-property claimReviewed',
  ]),
  odd('a list of statements', claiming('["The dam is full","The dam is empty"]'), ['several-values claimReviewed']),
  odd('an empty statement', claiming('"  "'), ['empty-claim claimReviewed']),
  odd('no statement', of(context, url, author, item, rating), ['empty-claim claimReviewed']),
  odd('a number for a statement', claiming('{"text":"The dam is full"}'), ['empty-claim claimReviewed', 'other-kind claimReviewed']),
  odd('a long statement', claiming('"The dam above the town holds 12 million litres of water, and not 9 million, says the mayor"'), [
    'long-claim claimReviewed',
  ]),
  odd('entities', claiming('"The dam &amp; the lock aren&#39;t full, says &amp;quot;the&nbsp;mayor&amp;quot;"'), ['entities claimReviewed']),
  odd('tags', claiming('"<p>The dam is <b>full</b></p>"'), ['markup claimReviewed']),
  odd('characters that cannot be shown', claiming('"The dam\\u0000 is\\ud800 full\\u0007"'), [
    'unprintable-characters claimReviewed',
  ]),
  odd('a statement without end', claiming(`"${'The dam is full. '.repeat(150)}"`), [
    'long-claim claimReviewed',
    'too-long claimReviewed',
  ]),
  odd('no address', of(context, said, author, item, rating), ['no-address url']),
  odd('a relative address, completed', at('"/checks/dam"'), ['relative-address url'], 'https://check.example.org/feed'),
  odd('a relative address', at('"checks/dam"'), ['incomplete-address url']),
  odd('an address without scheme, completed', at('"www.check.example.org/dam"'), ['relative-address url'], 'https://check.example.org'),
  odd('an address without scheme', at('"check.example.org/dam"'), ['incomplete-address url']),
  odd('a script for an address', at('"javascript:alert(1)"'), ['not-a-web-address url']),
  odd('an author as text', by('"Example Check"'), ['text-for-object author']),
  odd('a list of authors', by('[{"name":"Example Check"},{"name":"Another Check"}]'), ['several-values author']),
  odd('an author without name', by('{"@type":"Organization","url":"https://check.example.org"}'), ['publisher-unnamed author']),
  odd('an author elsewhere', by('{"@id":"https://check.example.org/#organization"}'), ['only-a-reference author', 'publisher-unnamed author']),
  odd('no author', of(context, url, said, item, rating), ['no-publisher author']),
  odd('nothing reviewed', of(context, url, said, author, rating), ['no-item-reviewed itemReviewed']),
  odd('a creative work of long ago', of(context, url, said, author, `"itemReviewed":{"@type":"CreativeWork",${who},${on},${seen}}`, rating), [
    'old-item-type itemReviewed.@type',
  ]),
  odd('a claim without date', about(`${who},${seen}`), ['no-claim-date itemReviewed.datePublished']),
  odd('a claim by nobody', about(`${on},${seen}`), ['no-claimant itemReviewed.author']),
  odd('a claimant without name', about(`"author":{"@type":"Person","sameAs":"https://example.org/mayor"},${on},${seen}`), [
    'claimant-unnamed itemReviewed.author',
  ]),
  odd('claimants as texts', about(`"author":["The mayor","The council"],${on},${seen}`), ['text-for-object itemReviewed.author']),
  odd('no appearance', about(`${who},${on}`), ['no-appearance itemReviewed.appearance']),
  odd('appearances as a list of texts', about(`${who},${on},"appearance":["https://news.example.org/1","Facebook"]`), [
    'appearance-list itemReviewed.appearance',
    'appearance-text itemReviewed.appearance',
  ]),
  odd('an appearance as a work', about(`${who},${on},"firstAppearance":{"@type":"CreativeWork","url":"//news.example.org/1"}`), [
    'incomplete-address itemReviewed.firstAppearance',
    'no-appearance itemReviewed.appearance',
  ]),
  odd('a date in another form', of(context, url, said, author, item, rating, '"datePublished":"2017-03-01 20:30:17 UTC"'), [
    'date-not-iso datePublished',
  ]),
  odd('a date that can be two', about(`${who},"datePublished":"05/04/2025",${seen}`), [
    'date-not-iso itemReviewed.datePublished',
    'date-unread itemReviewed.datePublished',
  ]),
  odd('a day that never was', about(`${who},"datePublished":"2025-02-30",${seen}`), ['date-unread itemReviewed.datePublished']),
  odd('Hindi, numbers as texts', rated('"alternateName":"भ्रामक","ratingValue":"2","bestRating":"5","worstRating":"1"'), [
    'text-for-number reviewRating.bestRating',
    'text-for-number reviewRating.ratingValue',
    'text-for-number reviewRating.worstRating',
  ]),
  odd('Portuguese, no numbers', rated('"alternateName":"Enganoso"'), ['no-numbers reviewRating.ratingValue']),
  odd('Spanish, some numbers', rated('"alternateName":"Verdad a medias","ratingValue":3'), ['numbers-partial reviewRating.ratingValue']),
  odd('French, the words in the name', rated('"name":"Plutôt faux","ratingValue":2,"bestRating":5,"worstRating":1'), [
    'words-in-name reviewRating.alternateName',
  ]),
  odd('German, a decimal comma', rated('"alternateName":"Größtenteils richtig","ratingValue":"4,5","bestRating":5,"worstRating":1'), [
    'decimal-comma reviewRating.ratingValue',
    'text-for-number reviewRating.ratingValue',
  ]),
  odd('Arabic, a whole sentence', rated('"alternateName":"هذا الادعاء غير صحيح لأن السد فارغ.","ratingValue":1,"bestRating":5,"worstRating":1'), [
    'verdict-sentence reviewRating.alternateName',
  ]),
  odd('Chinese, a scale of nothing', rated('"alternateName":"错误","ratingValue":-1,"bestRating":-1,"worstRating":-1'), [
    'scale-empty reviewRating.bestRating',
    'worst-below-one reviewRating.worstRating',
  ]),
  odd('Bengali, the scale runs the other way', rated('"alternateName":"মিথ্যা","ratingValue":5,"bestRating":1,"worstRating":5'), [
    'scale-inverted reviewRating.bestRating',
  ]),
  odd('a value with its scale', rated('"alternateName":"Mostly true","ratingValue":"4/5","worstRating":1'), [
    'text-for-number reviewRating.ratingValue',
    'value-with-scale reviewRating.ratingValue',
  ]),
  odd('a value outside', rated('"alternateName":"False","ratingValue":9,"bestRating":5,"worstRating":1'), ['value-outside reviewRating.ratingValue']),
  odd('a worst of nought', rated('"alternateName":"False","ratingValue":0,"bestRating":10,"worstRating":0'), ['worst-below-one reviewRating.worstRating']),
  odd('words for numbers', rated('"alternateName":"False","ratingValue":"four Pinocchios","bestRating":5,"worstRating":1'), [
    'not-a-number reviewRating.ratingValue',
    'numbers-partial reviewRating.ratingValue',
  ]),
  odd('a verdict without words', rated('"ratingValue":1,"bestRating":5,"worstRating":1'), ['no-words reviewRating.alternateName']),
  odd('a rating as text', of(context, url, said, author, item, '"reviewRating":"Falso"'), ['rating-in-words reviewRating']),
  odd('no rating', of(context, url, said, author, item), ['no-rating reviewRating']),
  odd('prototype keys', of(context, '"__proto__":{"url":"https://evil.example.org"}', '"constructor":{"prototype":{}}', url, said, author, item, rating), []),
  odd('line breaks in a text, a comma too many, a comment', `{${context},/* ours */${url},"claimReviewed":"The dam\nis full",${author},${item},${rating},}`, [
    'comma-at-end object',
    'comment-in-json object',
    'line-break-in-text object',
  ]),
]
