import { expect, it } from 'vitest'
import { mentionsIn, partsOf } from './mentions.ts'

const jan = { personId: 'jan', name: 'Jan' }
const smith = { personId: 'smith', name: 'Jan Smith' }
const other = { personId: 'other', name: 'Jan Smith' }
const oleh = { personId: 'oleh', name: 'Олег О’Ніл' }
const people = [jan, smith, oleh]

it.each([
  ['@Jan look', ['jan']],
  ['@Jan Smith look', ['smith']],
  ['@Jan Smithson', ['jan']],
  ['@Janet', []],
  ['jan@Jan', []],
  ['(@Jan), and @Олег О’Ніл!', ['jan', 'oleh']],
  ['@Jan @Jan', ['jan']],
  ['@jan', []],
  ['@', []],
  ['no @ one', []],
])('whom “%s” names', (words, expected) => {
  expect(mentionsIn(words, people, [])).toEqual(expected)
})

it('tells people of one name apart by whom the writer chose, and means all of them otherwise', () => {
  expect(mentionsIn('@Jan Smith', [smith, other], ['other'])).toEqual(['other'])
  expect(mentionsIn('@Jan Smith', [smith, other], [])).toEqual(['smith', 'other'])
  expect(mentionsIn('nobody', [smith, other], ['other'])).toEqual([])
})

it('sets names apart and loses nothing of the words', () => {
  const words = 'Ask @Jan Smith, not @Jan.'
  const parts = partsOf(words, [smith])
  expect(parts).toEqual([
    { text: 'Ask ', personId: null },
    { text: '@Jan Smith', personId: 'smith' },
    { text: ', not @Jan.', personId: null },
  ])
  expect(partsOf(words, [smith, jan]).map(({ text }) => text)).toEqual(['Ask ', '@Jan Smith', ', not ', '@Jan', '.'])
  expect(partsOf('', [jan])).toEqual([])
})
