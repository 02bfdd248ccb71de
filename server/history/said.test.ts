import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changedWords, isGoingOn, wordsIn, wordsOfDeed } from './said.ts'

it('words are found without accents, points of vowels and capitals, in any script', () => {
  expect(wordsIn('Żółć, CAFÉ café — 1,000.5!')).toEqual(['zolc', 'cafe', '1', '000', '5'])
  expect(wordsIn('שָׁלוֹם עולם')).toEqual(['שלום', 'עולם'])
  expect(wordsIn('مُحَمَّد قال')).toEqual(['محمد', 'قال'])
  expect(wordsIn('東京 and 270')).toEqual(['東', '京', 'and', '270'])
  expect(wordsIn(' …— ')).toEqual([])
})

it('a deed says its words and figures, no ids, no hashes and no text of a report', () => {
  const id = '0b8f5c1e-6a1d-4c62-9d55-2f6f0f0f0f0f'
  expect(wordsOfDeed('verdict.set', { rating: 'false', reason: 'No list.', by: id, hash: 'x' })).toEqual([
    'false',
    'no',
    'list',
  ])
  expect(wordsOfDeed('figure.set', { figureId: id, low: 390, unit: 'people' })).toEqual(['390', 'people'])
  expect(wordsOfDeed('report.create', { title: 'Budget', text: 'Taxes rose.' })).toEqual(['budget'])
})

it('a sealed rating says nothing, and the one that opens it says both', () => {
  expect(wordsOfDeed('rating.give', { rating: 'true', reason: 'Secret.', opens: null })).toEqual([])
  const opens = { by: 'ann', rating: 'false', reason: 'First.' }
  expect(wordsOfDeed('rating.give', { rating: 'true', reason: 'Second.', opens })).toEqual(
    expect.arrayContaining(['first', 'second']),
  )
})

it('an edit changes whole words, though it changes a letter', () => {
  expect(changedWords('They sent 390 home.', 'They sent 380 home.')).toEqual({ gone: ['390'], come: ['380'] })
  expect(changedWords('Rus', 'Russ')).toEqual({ gone: ['rus'], come: ['russ'] })
  expect(changedWords('a b', 'a c b')).toEqual({ gone: [], come: ['c'] })
  expect(changedWords('one two three', 'one three')).toEqual({ gone: ['two'], come: [] })
  expect(changedWords('café', 'cafe')).toEqual({ gone: [], come: [] })
})

it('going on with a word is told from changing it', () => {
  expect(isGoingOn({ gone: ['rus'], come: ['russ'] })).toBe(true)
  expect(isGoingOn({ gone: ['390'], come: ['39'] })).toBe(false)
  expect(isGoingOn({ gone: ['390'], come: ['380'] })).toBe(false)
  expect(isGoingOn({ gone: [], come: ['new'] })).toBe(false)
})

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
it(`every word that is in only one of two texts was changed between them (PLUMBLINE_SEED=${seed})`, () => {
  const text = fc.array(fc.constantFrom('so', '390', ' ', ' ', 'é', ', ', 'ש', '東', '😀')).map((all) => all.join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { gone, come } = changedWords(before, after)
      const [had, has] = [wordsIn(before), wordsIn(after)]
      for (const each of had) if (!has.includes(each)) expect(gone).toContain(each)
      for (const each of has) if (!had.includes(each)) expect(come).toContain(each)
    }),
    { seed },
  )
})
