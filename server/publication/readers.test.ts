import { describe, expect, it } from 'vitest'
import { amendedSeq, hasReaders, readersOf } from './readers.ts'

/** A moment of one day, by its hour. */
const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`
/** Signed at once, or as it says. */
const published = (
  number: number,
  hour: number,
  more: { from?: number; hash?: string; signedAs?: number | null } = {},
) => ({
  number,
  seq: hour,
  at: at(hour),
  visibleFrom: at(more.from ?? hour),
  hash: more.hash ?? `hash ${number}`,
  signedAs: more.signedAs === undefined ? hour : more.signedAs,
})
const takenBack = (number: number, hour: number) => ({ number, seq: hour, at: at(hour) })

describe('a publication', () => {
  const later = published(1, 1, { from: 8 })
  const readersAt = (hour: number, more: Partial<Parameters<typeof readersOf>[1]>) =>
    readersOf(later, { publications: [later], retractions: [], ...more }, at(hour))

  it('is seen once its time has come', () => {
    expect([readersAt(7, {}), readersAt(8, {})]).toEqual(['later', 'seen'])
  })

  it('waits for the history that holds it to be signed', () => {
    const unsigned = published(1, 1, { from: 8, signedAs: null })
    const told = { publications: [unsigned], retractions: [] }
    expect([readersOf(unsigned, told, at(7)), readersOf(unsigned, told, at(8))]).toEqual(['later', 'unsigned'])
    expect(hasReaders(told)).toBe(true)
  })

  it('is never seen when it was taken back or replaced before it was signed', () => {
    const readersIf = (signedAs: number | null, more: Partial<Parameters<typeof readersOf>[1]>) => {
      const one = published(1, 1, { signedAs })
      return readersOf(one, { publications: [one], retractions: [], ...more }, at(9))
    }
    const takenAtFive = { retractions: [takenBack(1, 5)] }
    expect([null, 5, 6].map((signedAs) => readersIf(signedAs, takenAtFive))).toEqual(['never', 'never', 'never'])
    expect([1, 4].map((signedAs) => readersIf(signedAs, takenAtFive))).toEqual(['seen', 'seen'])
    const replacedAtFive = { publications: [published(1, 1), published(2, 5, { signedAs: null })] }
    expect([null, 5, 4].map((signedAs) => readersIf(signedAs, replacedAtFive))).toEqual(['never', 'never', 'seen'])
    // What comes at its own time puts nothing in its place before that.
    const replacedLater = { publications: [published(1, 1), published(2, 5, { from: 12, signedAs: null })] }
    expect([null, 5].map((signedAs) => readersIf(signedAs, replacedLater))).toEqual(['unsigned', 'seen'])
  })

  it('under embargo is not seen once another one was put in its place, signed or not', () => {
    expect(readersAt(9, { publications: [later, published(2, 3, { signedAs: null })] })).toBe('never')
  })

  it('is never seen when it was taken back before, or another one had come out by then', () => {
    expect(readersAt(9, { retractions: [takenBack(1, 5)] })).toBe('never')
    expect(readersAt(9, { retractions: [takenBack(1, 9)] })).toBe('seen')
    expect(readersAt(9, { publications: [later, published(2, 3)] })).toBe('never')
    expect(readersAt(2, { publications: [later, published(2, 2, { from: 9 })] })).toBe('later')
  })
})

it('a claim has readers once anything of it is published that they will see', () => {
  const later = published(1, 1, { from: 8 })
  const told = (more: Partial<Parameters<typeof hasReaders>[0]>) => ({
    publications: [later],
    retractions: [],
    ...more,
  })
  expect(hasReaders({ publications: [], retractions: [] })).toBe(false)
  expect(hasReaders(told({}))).toBe(true)
  expect(hasReaders(told({ retractions: [takenBack(1, 5)] }))).toBe(false)
  expect(hasReaders(told({ retractions: [takenBack(1, 9)] }))).toBe(true)
  expect(hasReaders(told({ publications: [later, published(2, 3)], retractions: [takenBack(2, 4)] }))).toBe(true)
})

describe('what readers had is told to be wrong', () => {
  const nothing = { publications: [published(1, 1)], corrections: [], retractions: [] }

  it('by the publication that carries a correction, and not before', () => {
    const corrections = [{ madeSeq: 3, withdrawn: false }]
    expect(amendedSeq({ ...nothing, corrections })).toBe(0)
    const publications = [published(1, 1), published(2, 5)]
    expect(amendedSeq({ ...nothing, publications, corrections })).toBe(5)
    expect(amendedSeq({ ...nothing, publications, corrections: [{ madeSeq: 3, withdrawn: true }] })).toBe(0)
  })

  it('by a retraction, until the same is published anew to the letter', () => {
    const retractions = [takenBack(1, 4)]
    const anew = (hash: string) => ({
      ...nothing,
      retractions,
      publications: [published(1, 1), published(2, 6, { hash })],
    })
    expect(amendedSeq({ ...nothing, retractions })).toBe(4)
    expect(amendedSeq(anew('another'))).toBe(4)
    expect(amendedSeq(anew('hash 1'))).toBe(0)
  })

  it('by no retraction of what they never had', () => {
    const hidden = { ...nothing, publications: [published(1, 1, { from: 8 })] }
    expect(amendedSeq({ ...hidden, retractions: [takenBack(1, 4)] })).toBe(0)
    const anew = [...hidden.publications, published(2, 9)]
    expect(amendedSeq({ ...hidden, retractions: [takenBack(1, 4)], publications: anew })).toBe(0)
    const seenFirst = { ...nothing, publications: [published(1, 1), published(2, 3, { from: 8 })] }
    expect(amendedSeq({ ...seenFirst, retractions: [takenBack(2, 4)] })).toBe(4)
    expect(amendedSeq({ ...seenFirst, retractions: [takenBack(1, 2), takenBack(2, 4)] })).toBe(2)
  })
})
