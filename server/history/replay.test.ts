import { expect, it } from 'vitest'
import { compareMoments, type Moment } from './replay.ts'

const run = (text: string, writer = 'Mara') => {
  return { text, writerId: writer, writer, written: { first: '', last: '' }, restored: null }
}

const moment = (seq: number, more: Partial<Moment> = {}): Moment => ({
  seq,
  at: '2025-05-23T10:00:00.000Z',
  person: 'Mara',
  told: [],
  number: seq,
  of: 9,
  before: null,
  after: null,
  texts: { statement: [run('Each side received 390 people')], analysis: [], notes: [] },
  stage: 'open',
  rating: null,
  things: [{ thing: 'verdict', title: 'Verdict', fields: { Verdict: 'True', Reason: '' } }],
  ...more,
})

const evidence = (title: string, quote: string) => ({ thing: 'evidence 1', title, fields: { Quote: quote } })

it('marks what differs word by word, the earlier moment first, whichever is asked for first', () => {
  const later = moment(7, {
    texts: { statement: [run('Each side received '), run('380 people', 'Oleh')], analysis: [], notes: [] },
    things: [{ thing: 'verdict', title: 'Verdict', fields: { Verdict: 'False', Reason: '' } }],
  })
  const compared = compareMoments(later, moment(3))
  expect(compared).toEqual(compareMoments(moment(3), later))
  expect([compared.from.seq, compared.to.seq]).toEqual([3, 7])
  expect(compared.texts).toEqual([
    {
      label: 'Statement',
      words: [
        { text: 'Each side received ', change: 'same' },
        { text: '390', change: 'removed' },
        { text: '380', change: 'added' },
        { text: ' people', change: 'same' },
      ],
    },
  ])
  expect(compared.things.map(({ title, parts }) => [title, parts.map(({ label }) => label)])).toEqual([
    ['Verdict', ['Verdict']],
  ])
})

it('tells what came, what went and what is called otherwise, and nothing of words that only changed hands', () => {
  const one = moment(1, { things: [evidence('Evidence: Paper', '390')] })
  const parts = (other: Partial<Moment>) =>
    compareMoments(one, moment(2, other)).things.map(({ title, parts: all }) => [
      title,
      ...all.map(({ label, words }) => `${label}: ${words.map(({ change }) => change).join()}`),
    ])
  expect(parts({ things: [] })).toEqual([['Evidence: Paper', 'Quote: removed']])
  expect(parts({ things: [evidence('Evidence: Page', '390')] })).toEqual([
    ['Evidence: Page', 'Title: same,removed,added'],
  ])
  expect(parts({ things: [...one.things, { ...evidence('Evidence: Page', '270'), thing: 'evidence 2' }] })).toEqual([
    ['Evidence: Page', 'Quote: added'],
  ])
  const others = { statement: [run('Each side received 390 people', 'Oleh')], analysis: [], notes: [] }
  expect(compareMoments(one, moment(2, { ...one, seq: 2, texts: others }))).toMatchObject({ texts: [], things: [] })
})
