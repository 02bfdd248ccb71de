import { expect, it } from 'vitest'
import { contentHash, formText, type ClaimForm } from './form.ts'
import { formWords } from './form-words.ts'

const form: ClaimForm = {
  version: 1,
  statement: 'Each side received 390 people.',
  analysis: 'Both **say** so.',
  claimant: 'The ministry',
  saidOn: '2025-05-23',
  place: 'Kyiv',
  language: 'uk',
  firstUrl: 'https://first.example/page',
  firstWhere: 'On its site',
  firstOn: '2025-05-22',
  rating: 'true',
  reason: 'Both sides say it.',
  figures: [
    {
      bound: 'between',
      low: '390',
      high: '400',
      unit: 'people',
      asOf: '2025-05-24',
      scope: 'each side',
      stockOrFlow: 'flow',
      periodFrom: '2025-05-23',
      periodTo: '2025-05-25',
    },
  ],
  evidence: [
    {
      stance: 'supports',
      quote: 'We have 390.',
      locator: 'page 2',
      source: {
        title: 'Statement',
        url: 'https://ministry.example/1',
        publisher: 'Ministry',
        author: 'A. B.',
        publishedOn: '2025-05-23',
        kind: 'primary',
      },
    },
  ],
  quotes: ['390 people'],
  report: { title: 'Exchange', publisher: 'The Paper', sourceUrl: 'https://paper.example/1' },
  corrections: [{ wrong: 'We said 380.', now: '390.', why: 'Misread.', since: '2025-05-24' }],
}

it('the first form keeps its text and its hash for good', () => {
  expect(formText(form)).toBe(
    '{"analysis":"Both **say** so.","claimant":"The ministry","corrections":[{"now":"390.","since":"2025-05-24","why":"Misread.","wrong":"We said 380."}],"evidence":[{"locator":"page 2","quote":"We have 390.","source":{"author":"A. B.","kind":"primary","publishedOn":"2025-05-23","publisher":"Ministry","title":"Statement","url":"https://ministry.example/1"},"stance":"supports"}],"figures":[{"asOf":"2025-05-24","bound":"between","high":"400","low":"390","periodFrom":"2025-05-23","periodTo":"2025-05-25","scope":"each side","stockOrFlow":"flow","unit":"people"}],"firstOn":"2025-05-22","firstUrl":"https://first.example/page","firstWhere":"On its site","language":"uk","place":"Kyiv","quotes":["390 people"],"rating":"true","reason":"Both sides say it.","report":{"publisher":"The Paper","sourceUrl":"https://paper.example/1","title":"Exchange"},"saidOn":"2025-05-23","statement":"Each side received 390 people.","version":1}',
  )
  expect(contentHash(formText(form))).toBe('28d0986bc90f484348bf91ca1696901f21dc4aab8c4fd4f2df9263da8ceae2b0')
})

/** Every form that differs from this one in a single value. */
function* changed(value: unknown, whole: (next: unknown) => unknown): Generator<{ form: unknown; at: unknown }> {
  if (Array.isArray(value)) {
    yield { form: whole([]), at: value }
    for (const [index, each] of value.entries()) yield* changed(each, (next) => whole(value.with(index, next)))
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) yield* changed(each, (next) => whole({ ...value, [key]: next }))
  } else {
    const others: Record<string, string> = {
      true: 'false',
      supports: 'refutes',
      primary: 'secondary',
      flow: '',
      uk: 'en',
    }
    const isNumber = typeof value === 'string' && /^\d+$/u.test(value)
    yield { form: whole(others[String(value)] ?? (value === 'between' ? 'about' : isNumber ? '7' : 'X')), at: value }
  }
}

it('everything that a form says is in its words: what changes the hash changes what is read', () => {
  const { version: _, ...said } = form
  const texts = (of: ClaimForm) => JSON.stringify(formWords(of).map(({ text }) => text))
  const read = texts(form)
  const all = [...changed(said, (next) => next)]
  expect(all.length).toBeGreaterThan(35)
  for (const { form: other, at } of all) {
    expect(texts({ version: 1, ...(other as object) } as ClaimForm), String(at)).not.toBe(read)
  }
})
