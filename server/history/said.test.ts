import fc from 'fast-check'
import { expect, it } from 'vitest'
import { edited, unmarked, type Word } from './marks.ts'
import { wordsIn, wordsOfBurst, wordsOfDeed } from './said.ts'

it('words are found without accents, points of vowels and capitals, in any script', () => {
  expect(wordsIn('Żółć, CAFÉ café — 1,000.5!')).toEqual(['zolc', 'cafe', '1', '000', '5'])
  expect(wordsIn('שָׁלוֹם עולם')).toEqual(['שלום', 'עולם'])
  expect(wordsIn('مُحَمَّد قال')).toEqual(['محمد', 'قال'])
  expect(wordsIn('東京 and 270')).toEqual(['東', '京', 'and', '270'])
  expect(wordsIn(' …— ')).toEqual([])
})

it('figures are found in the digits of any script', () => {
  for (const said of ['390', '٣٩٠', '۳۹۰', '३९०', '３９０', '𝟑𝟗𝟎', '𝟛𝟡𝟘']) expect(wordsIn(said)).toEqual(['390'])
  expect(wordsIn('٠١٢٣٤٥٦٧٨٩ ೦೧೨೩೪೫೬೭೮೯ ᱐᱑᱒᱓᱔᱕᱖᱗᱘᱙')).toEqual(['0123456789'])
})

it('a long word is cut behind a whole letter', () => {
  expect(wordsIn('x'.repeat(70))).toEqual(['x'.repeat(64)])
  expect(wordsIn(`x${'\u{10428}'.repeat(40)}`)).toEqual([`x${'\u{10428}'.repeat(31)}`])
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

const same = (text: string): Word => ({ text, change: 'same' })
const added = (text: string): Word => ({ text, change: 'added' })
const removed = (text: string): Word => ({ text, change: 'removed' })

it('a burst says whole words, though it changes a letter of them', () => {
  expect(wordsOfBurst([same('They sent 3'), removed('9'), added('8'), same('0 home.')])).toEqual(['390', '380'])
  expect(wordsOfBurst([same('Rus'), added('s')])).toEqual(['rus', 'russ'])
  expect(wordsOfBurst([same('a '), added('c '), same('b')])).toEqual(['c'])
  expect(wordsOfBurst([same('one '), removed('two '), same('three')])).toEqual(['two'])
  expect(wordsOfBurst([same('to'), removed(' '), same('day')])).toEqual(['to', 'day', 'today'])
  expect(wordsOfBurst([same('caf'), removed('é'), added('e')])).toEqual([])
  expect(wordsOfBurst([added('zażółć')])).toEqual(['zazolc'])
  expect(wordsOfBurst([same('as it was')])).toEqual([])
})

it('a word that a burst moves is said by it, and what others put in meanwhile is not', () => {
  expect(wordsOfBurst([removed('390'), same(' people, '), added('390')])).toEqual(['390'])
  const meanwhile: Word = { text: 'theirs ', change: 'meanwhile', by: 'bob' }
  expect(wordsOfBurst([added('mine '), meanwhile, same('old')])).toEqual(['mine'])
})

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
it(`every word that is in only one of two texts was changed between them (PLUMBLINE_SEED=${seed})`, () => {
  const text = fc.array(fc.constantFrom('so', '390', ' ', ' ', 'é', ', ', 'ש', '東', '😀')).map((all) => all.join(''))
  const edits = fc.array(fc.record({ at: fc.nat(20), gone: fc.nat(3), come: text }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(text, edits, (before, all) => {
      let [words, now] = [unmarked(before), before]
      for (const { at, gone, come } of all) {
        const from = Math.min(at, now.length)
        const length = Math.min(gone, now.length - from)
        words = edited(words, [{ retain: from }, { insert: come }, { delete: length }], { change: 'added' })
        now = now.slice(0, from) + come + now.slice(from + length)
      }
      const said = wordsOfBurst(words)
      const [had, has] = [wordsIn(before), wordsIn(now)]
      for (const each of had) if (!has.includes(each)) expect(said).toContain(each)
      for (const each of has) if (!had.includes(each)) expect(said).toContain(each)
    }),
    { seed },
  )
})
