import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oddReviews } from '#tests/vectors/claim-review/corpus.ts'
import { readClaimReviews, type ClaimReview } from './read.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

const named = (review: ClaimReview | undefined) =>
  review?.deviations.map(({ id, field }) => `${id} ${field}`).toSorted()
const whole = oddReviews[0]?.text ?? ''
const page = (...scripts: string[]) =>
  `<!doctype html><html><body>${scripts.map((each) => `<script type="application/ld+json">${each}</script>`).join('\n')}</body></html>`

it('the corpus is of at least 40 objects', () => {
  expect(oddReviews.length).toBeGreaterThanOrEqual(40)
  expect(new Set(oddReviews.map(({ name }) => name)).size).toBe(oddReviews.length)
})

describe.each(oddReviews)('$name', ({ text, base, deviations }) => {
  // Where people find it: alone, in a list, in a graph, in a page; always it reads the same.
  it.each([
    ['alone', text],
    ['in a list', `[1, ${text}]`],
    ['in a graph', `{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},${text}]}`],
    ['in a feed', `{"@type":"DataFeed","dataFeedElement":[{"@type":"DataFeedItem","item":[${text}]}]}`],
    ['in an article on a page', page(`{"@type":"NewsArticle","review":${text}}`)],
  ])('%s', (_where, input) => {
    const { reviews, unread } = readClaimReviews(input, base)
    expect(unread).toEqual([])
    expect(reviews).toHaveLength(1)
    expect(named(reviews[0])).toEqual(deviations.toSorted())
    expect(reviews[0]?.raw).toBe(text)
    expect(readClaimReviews(reviews[0]?.raw ?? '', base).reviews).toEqual(reviews)
    for (const { sentence, field } of reviews[0]?.deviations ?? [])
      expect(sentence).toMatch(new RegExp(`^${field.replaceAll('.', '\\.')} .+\\.$`, 'u'))
  })
})

const read = (name: string, base?: string): ClaimReview => {
  const found = oddReviews.find((each) => each.name === name)
  const [review] = readClaimReviews(found?.text ?? '', base ?? found?.base).reviews
  if (!review) throw new Error(`No review ${name}`)
  return review
}

it('everything that is said is read, and nothing else', () => {
  expect(read('nothing odd')).toMatchObject({
    claimReviewed: 'The dam holds 12 million litres',
    url: 'https://check.example.org/dam',
    publisher: 'Example Check',
    claimants: ['The mayor'],
    claimDate: { text: '2025-05-20', day: '2025-05-20' },
    appearances: [{ url: 'https://news.example.org/1', words: '' }],
    rating: { words: 'False', value: 1, best: 5, worst: 1, explanation: '' },
    language: '',
  })
  expect(read('entities').claimReviewed).toBe('The dam & the lock aren\'t full, says "the mayor"')
  expect(read('tags').claimReviewed).toBe('The dam is full')
  expect(read('characters that cannot be shown').claimReviewed).toBe('The dam is full')
  expect(read('a relative address, completed').url).toBe('https://check.example.org/checks/dam')
  expect(read('an address without scheme, completed').url).toBe('https://www.check.example.org/dam')
  expect(read('a script for an address').url).toBe('')
  expect(read('a date in another form').published).toEqual({ text: '2017-03-01 20:30:17 UTC', day: '2017-03-01' })
  expect(read('a date that can be two').claimDate).toEqual({ text: '05/04/2025', day: '' })
  expect(read('German, a decimal comma').rating).toMatchObject({ words: 'Größtenteils richtig', value: 4.5 })
  expect(read('a value with its scale').rating).toMatchObject({ value: 4, best: 5, worst: 1 })
  expect(read('Bengali, the scale runs the other way').rating).toMatchObject({ value: 5, best: 1, worst: 5 })
  expect(read('prototype keys').url).toBe('https://check.example.org/dam')
  expect(read('appearances as a list of texts').appearances).toContainEqual({ url: '', words: 'Facebook' })
  expect(read('a name twice').claimReviewed).toBe('The dam is empty')
  expect(read('claimants as texts').claimants).toEqual(['The mayor', 'The council'])
})

it('of a page every part that is whole is read, and every other is named', () => {
  const input = page(
    '{"@type": "ClaimReview", "claimReviewed": ',
    `<!-- ${whole} -->`,
    `//<![CDATA[\n${oddReviews[1]?.text ?? ''}\n//]]>`,
    whole,
    'nothing of the kind',
  ).replace('<body>', `<body><!-- <script type="application/ld+json">${whole}</script> --><script>var a = "{"</script>`)
  const { reviews, unread } = readClaimReviews(input)
  expect(reviews.map(({ raw }) => raw)).toEqual([whole, oddReviews[1]?.text, whole])
  expect(reviews.map((each) => named(each)?.filter((name) => name.startsWith('repeated')))).toEqual([
    [],
    ['repeated-object object'],
    ['repeated-object object'],
  ])
  expect(unread.map(({ sentence }) => sentence)).toEqual([
    'Part 1 of the page’s JSON-LD is broken and was not read to its end.',
    'Part 5 of the page’s JSON-LD is broken and was not read to its end.',
  ])
})

it('letters that grow when they are made small move nothing', () => {
  const input = `<p>${'İ'.repeat(50)}</p><SCRIPT Type='application/LD+JSON'>${whole}</SCRIPT><script type=application/ld+json>`
  const { reviews, unread } = readClaimReviews(input)
  expect(reviews.map(({ raw }) => raw)).toEqual([whole])
  expect(unread).toEqual([])
})

it('lines of JSON are read one after another', () => {
  expect(readClaimReviews(oddReviews.map(({ text }) => text).join('\n')).reviews).toHaveLength(oddReviews.length)
})

it.each([
  ['nothing', '', 'not-json'],
  ['no JSON', 'The dam is full.', 'not-json'],
  ['a page without data', '<html><p>The dam is full.</p></html>', 'no-block'],
  ['JSON without a review', '{"@type":"Article"}', 'nothing-found'],
  ['a photograph', '\u0000\u0001', 'not-json'],
  ['what never ends', '[{'.repeat(5) + '"a', 'not-json'],
  ['what lies too deep', '['.repeat(100_000), 'too-deep'],
  ['what is too large', ' '.repeat(1_048_577), 'too-large'],
  [
    'too many',
    `[${Array.from({ length: 501 }, (_, index) => `{"claimReviewed":"Claim ${index}"}`).join(',')}]`,
    'too-many',
  ],
])('%s is refused by name', (_what, input, id) => {
  expect(readClaimReviews(input).unread.map((each) => each.id)).toEqual([id])
})

it('hostile input is read in no time', () => {
  const hostile = [
    '<script '.repeat(131_000),
    '<script type="application/ld+json">'.repeat(29_000),
    '<!--'.repeat(260_000),
    `<p>${'<a '.repeat(340_000)}`,
    `{"claimReviewed":"${'<a '.repeat(340_000)}"}`,
    `{"claimReviewed":"${'&amp;'.repeat(200_000)}"}`,
    `{"claimReviewed":"${' '.repeat(1_000_000)}"}`,
    `{"@type":"ClaimReview","author":[${'"a",'.repeat(250_000)}"a"]}`,
    `[${'{"claimReviewed":"a"},'.repeat(45_000)}1]`,
    `{"claimReviewed":1${',"claimReviewed":1'.repeat(55_000)}}`,
  ]
  for (const input of hostile) {
    const begun = performance.now()
    readClaimReviews(input)
    expect(performance.now() - begun, input.slice(0, 40)).toBeLessThan(1_500)
  }
})

it(`whatever is garbled, reading never throws and raw stays letter by letter (PLUMBLINE_SEED=${seed})`, () => {
  const texts = fc.constantFrom(...oddReviews.map(({ text }) => text), page(whole, whole), `[${whole},${whole}]`)
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.nat({ max: 12 }),
    put: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '\\',
        '\\u',
        '<',
        '</script>',
        '<!--',
        '&amp;',
        '\n',
        'null',
        '-',
        '1e999',
        '\ud800',
      ),
    ),
  })
  const garbled = fc.tuple(texts, fc.array(change, { maxLength: 8 })).map(([text, changes]) =>
    changes.reduce((now, { at, drop, put }) => {
      const place = Math.floor(at * now.length)
      return now.slice(0, place) + put + now.slice(place + drop)
    }, text),
  )
  let found = 0
  fc.assert(
    fc.property(fc.oneof(garbled, fc.string({ unit: 'binary' }), fc.json()), fc.webUrl(), (input, base) => {
      const { reviews, unread } = readClaimReviews(input, base)
      expect(reviews.length + unread.length).toBeGreaterThan(0)
      let from = 0
      for (const { raw, claimReviewed } of reviews) {
        const place = input.indexOf(raw, from)
        expect(place).toBeGreaterThanOrEqual(from)
        from = place + raw.length
        expect(claimReviewed.isWellFormed()).toBe(true)
        expect(readClaimReviews(raw, base).reviews.map((each) => each.raw)).toEqual([raw])
        found += 1
      }
    }),
    { seed, numRuns: 3_000 },
  )
  expect(found).toBeGreaterThan(100)
})
