import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ClaimForm } from '../publication/form.ts'
import { compareForms } from './compare.ts'
import type { LinkedWords } from './linked-words.ts'

const form = (statement: string, reason = ''): ClaimForm => ({
  version: 1,
  statement,
  reason,
  analysis: '',
  claimant: '',
  saidOn: '',
  place: '',
  language: '',
  firstUrl: '',
  firstWhere: '',
  firstOn: '',
  rating: '',
  figures: [],
  evidence: [],
  quotes: [],
  report: { title: 'Exchange', publisher: '', sourceUrl: '' },
  corrections: [],
})

const wordsIn = (all: readonly LinkedWords[]) => all.flatMap(({ words }) => words)
const textOf = (all: readonly LinkedWords[]) =>
  wordsIn(all)
    .map(({ text }) => text)
    .join('')
const changedIn = (all: readonly LinkedWords[]) =>
  wordsIn(all)
    .filter(({ isChanged }) => isChanged)
    .map(({ text }) => text)

it('marks the words that differ, on either side', () => {
  const [statement, report] = compareForms(
    form('Each side received 380 people.'),
    form('Each side received 390 people.'),
  )
  expect(statement).toMatchObject({ label: 'Statement', isChanged: true })
  expect(changedIn(statement?.before ?? [])).toEqual(['380'])
  expect(changedIn(statement?.now ?? [])).toEqual(['390'])
  expect(report).toMatchObject({ label: 'Report', isChanged: false })
})

it('the address of a source is a link on either side, wherever it differs', () => {
  const sourced = (url: string): ClaimForm => ({
    ...form('A'),
    report: { title: 'Exchange', publisher: '', sourceUrl: url },
  })
  const [, report] = compareForms(sourced('https://a.example/1'), sourced('https://a.example/2'))
  expect(report?.before.map(({ address }) => address)).toEqual([null, 'https://a.example/1'])
  expect(report?.now.map(({ address }) => address)).toEqual([null, 'https://a.example/2'])
  const [, unsafe] = compareForms(form('A'), sourced('javascript:alert(1)'))
  expect(unsafe?.now.map(({ address }) => address)).toEqual([null])
})

it('a row that says nothing on both sides is left out, one that went is shown', () => {
  expect(compareForms(form('A', 'B'), form('A')).map(({ label }) => label)).toEqual(['Statement', 'Reason', 'Report'])
})

it('either side reads as its form does, whatever the words', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, now) => {
      const [statement] = compareForms(form(before), form(now))
      if (before === '' && now === '') return
      expect(textOf(statement?.before ?? [])).toBe(before)
      expect(textOf(statement?.now ?? [])).toBe(now)
      expect(statement?.isChanged).toBe(before !== now)
    }),
  )
})
