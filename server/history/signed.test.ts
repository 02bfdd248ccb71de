import { expect, test } from 'vitest'
import type { Fork } from './fork.ts'
import { leftBehind, signedBy, unmetSigned, wrongForReaders, wrongSigned, type FoundNote } from './signed.ts'
import { grown, leafHash, rootOf, type Peaks } from './tree.ts'

const peaksOf = (words: string): Peaks =>
  words
    .split('')
    .reduce<Peaks>((peaks, word, at) => grown(peaks, at, leafHash(new TextEncoder().encode(word))).peaks, [])

/** A note on a history of one letter for each entry. */
function note(words: string, number = 1, more: Partial<FoundNote> = {}): FoundNote {
  const says = { origin: `o/${number}`, number, size: words.length, root: rootOf(peaksOf(words)) }
  return { subject: words, size: words.length, number, says, isOwn: true, ...more }
}

/** A fork at this entry that leaves a note on these. */
function fork(seq: number, words: string, number = 1): Fork {
  const at = '2026-03-01T00:00:00.000Z'
  return { seq, at, proposedBy: 'ada', confirmedBy: 'otto', note: words, left: note(words, number).says, wrong: null }
}

/** What is wrong in the notes on a history, and what is left. */
function judge(words: string, notes: readonly FoundNote[], forks: readonly Fork[] = []) {
  const signed = signedBy(notes, forks)
  for (let size = 1; size <= words.length; size += 1) {
    const wrong = wrongSigned(signed, size, peaksOf(words.slice(0, size)))
    if (wrong) return `${wrong.subject}: ${wrong.what}`
  }
  const unmet = unmetSigned(signed, words.length)
  return unmet ? `${unmet.subject}: ${unmet.what}` : leftBehind(signed).map(({ signed: of, kept }) => [of, kept])
}

test('what was signed is of entries that there are', () => {
  expect(judge('abcd', [note('ab'), note('abcd')])).toEqual([])
  expect(judge('abcd', [note('xy')])).toBe('xy: the entries that it was signed for were others')
  expect(judge('abcd', [note('abcdef')])).toBe('abcdef: it was signed for 6 entries, but there are 4')
  expect(judge('abcd', [note('ab', 1, { isOwn: false })])).toMatch(/not signed by the key/u)
  expect(judge('abcd', [note('ab', 1, { says: null })])).toMatch(/cannot be read/u)
  expect(judge('abcd', [note('ab', 1, { size: 3 })])).toMatch(/says that there were 2/u)
})

test('what was signed and left at a fork is told, and of the rest all that was signed is in the history', () => {
  const forked = [fork(4, 'abcxyz')]
  const lost = [note('ab'), note('abcxy'), note('abcxyz')]
  expect(judge('abcdef', [...lost, note('abcd', 2), note('abcdef', 2)], forked)).toEqual([[6, 2]])
  expect(judge('abcdef', [note('abcdef', 2)], [fork(4, 'abc')])).toEqual([[3, 0]])
  expect(judge('abcdef', [note('abc'), note('abcdef', 2)], [fork(4, 'abc')])).toEqual([[3, 3]])
  expect(judge('abcdef', [...lost, note('abcdxx', 2)], forked)).toMatch(/signed for were others/u)
  expect(judge('abcdef', [note('xb'), note('abc')], forked)).toBe('xb: the entries that it was signed for were others')
})

test('a note under an origin to which no fork leads, or before it begins, or beyond what was left is wrong', () => {
  const forked = [fork(4, 'abcxyz')]
  expect(judge('abcdef', [note('abcd', 2)])).toMatch(/to which no fork leads/u)
  expect(judge('abcdef', [note('abcd', 3)], forked)).toMatch(/to which no fork leads/u)
  expect(judge('abcdef', [note('abc', 2)], forked)).toMatch(/begins later/u)
  expect(judge('abcdef', [note('abcxyz!')], forked)).toMatch(/6 entries were signed at last/u)
  expect(judge('abcdef', [note('abcd', 2, { number: 1 })], forked)).toMatch(/it was signed under o\/2/u)
})

test('behind a fork the key may be another one, and before it nobody is asked for the former', () => {
  const forked = [fork(4, 'abc')]
  expect(judge('abcdef', [note('abc', 1, { isOwn: false }), note('abcde', 2)], forked)).toEqual([[3, 3]])
  expect(judge('abcdef', [note('abcde', 2, { isOwn: false })], forked)).toMatch(/not signed by the key/u)
})

test('what is wrong with a fork is said at its entry', () => {
  expect(judge('abcdef', [], [{ ...fork(4, 'abc'), wrong: 'nobody did it' }])).toMatch(
    /^the fork of .*: nobody did it/u,
  )
})

test('readers see as far as the history is signed, or as they saw before anything waited', () => {
  expect(wrongForReaders(null, 0)).toBeNull()
  expect(wrongForReaders({ seq: 7, waitsAfter: 0 }, 7)).toBeNull()
  expect(wrongForReaders({ seq: 9, waitsAfter: 9 }, 7)).toBeNull()
  expect(wrongForReaders({ seq: 12, waitsAfter: 9 }, 12)).toBeNull()
  expect(wrongForReaders(null, 7)).toBe('the row is missing')
  for (const seq of [6, 8]) expect(wrongForReaders({ seq, waitsAfter: 0 }, 7)).toContain(`up to entry ${seq}, but 7`)
  for (const waitsAfter of [-1, 8]) expect(wrongForReaders({ seq: 7, waitsAfter }, 7)).toContain(`entry ${waitsAfter}`)
})
