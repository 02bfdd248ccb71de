import { expect, it } from 'vitest'
import { contentHash, formText } from './form.ts'
import { readReportForm, reportFormOf, type ListedClaim } from './report-form.ts'

const report = {
  title: 'Exchange',
  publisher: 'The Paper',
  sourceUrl: 'https://paper.example/1',
  language: 'en',
  createdBy: 'mara',
}
const claims = [
  { id: 'b', statement: 'Each side received 390 people.', rating: 'true', hash: 'f0', position: 1 },
  { id: 'a', statement: 'It was a Friday.', rating: '', hash: '0f', position: 2 },
] as const
const form = reportFormOf(report, claims)

it('the first form of a report keeps its text and its hash for good', () => {
  expect(formText(form)).toBe(
    '{"claims":[{"hash":"f0","id":"b","rating":"true","statement":"Each side received 390 people."},{"hash":"0f","id":"a","rating":"","statement":"It was a Friday."}],"language":"en","publisher":"The Paper","sourceUrl":"https://paper.example/1","title":"Exchange","version":1}',
  )
  expect(contentHash(formText(form))).toBe('575501071b23451219052a65a18c5092e32121cc5c1a8e4bc765b5ddfbeea15a')
})

it('another claim, another order or another form of one claim is another list', () => {
  const [one, other] = form.claims
  const lists = [
    [one],
    [other, one],
    [one, { ...other, hash: '0e' }],
    [one, { ...other, rating: 'true' }],
    [one, { ...other, statement: 'It was a Friday!' }],
    [...claims, { ...other, id: 'c' }],
  ] as ListedClaim[][]
  const texts = lists.map((list) => formText({ ...form, claims: list }))
  expect(new Set([formText(form), ...texts]).size).toBe(lists.length + 1)
})

it('is read again as it was', () => {
  expect(readReportForm(formText(form))).toEqual(form)
})

it('holds no half character, which JSON could not carry', () => {
  const broken = reportFormOf({ ...report, title: 'x\ud800' }, [{ ...claims[0], statement: '\udc00y' }])
  expect(formText(broken)).toContain('\ufffdy')
  expect(broken.title).toBe('x\ufffd')
})
