import { bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { commitment, seal, type Entry } from './entry.ts'
import { erasedWords, Erasures } from './erasure.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function entry(seq: number, kind: string, actor: string, payload: Json): Entry {
  const subject = { type: 'team', id: 'desk' } as const
  const place = { teamId: 'desk', seq, subject, previous: null, at: '2026-01-01T00:00:00.000Z', session: null }
  return seal({ ...place, kind, actor, salt: bytes(`salt ${seq}`), payload: canonicalBytes(payload) })
}

const said = (seq: number) => entry(seq, 'comment.add', 'mara', { text: 'Jane' })
const proposed = (seq: number, actor = 'edith') => entry(seq, 'erasure.propose', actor, { words: 'Jane', reason: 'X' })
const substitute = { salt: bytes('other salt'), payload: bytes('{"text":"████"}') }
const hash = bytesToHex(commitment(substitute.salt, substitute.payload))
const confirmed = (seq: number, { number = 1, of = 1, actor = 'ada', held = hash } = {}) =>
  entry(seq, 'erasure.confirm', actor, { number, erased: [{ seq: of, hash: held }] })

/** What is found of these entries, of which those at these seqs hold the substitute. */
function found(entries: readonly Entry[], erased: readonly number[], isWhole = true): Erasures {
  const erasures = new Erasures(isWhole)
  for (const each of entries) {
    const { salt, payload } = erased.includes(each.seq) ? substitute : each
    const wrong = erasures.take(each, `comment ${each.seq}`, { salt, payload })
    if (wrong) throw new Error(wrong.what)
  }
  return erasures
}

describe('what an entry holds that was erased', () => {
  it('is what a later entry of another person than whoever proposed it lists', () => {
    const { wrong, erased } = found([said(1), proposed(2), confirmed(3)], [1])
    expect(wrong).toBeNull()
    expect(erased).toEqual({ entries: 1, under: [3] })
    expect(erasedWords(erased)).toBe('The words of 1 entry were erased under entry 3.')
  })

  it('is named when nobody lists it, or lists something else', () => {
    expect(found([said(1)], [1]).wrong).toMatchObject({ seq: 1, subject: 'comment 1' })
    expect(found([said(1), proposed(2), confirmed(3, { held: 'ff' })], [1]).wrong).toMatchObject({ seq: 1 })
  })

  it('is named when one person alone erased it, or nobody proposed to', () => {
    expect(found([said(1), proposed(2), confirmed(3, { actor: 'edith' })], [1]).wrong).toMatchObject({ seq: 1 })
    expect(found([said(1), confirmed(2)], [1]).wrong).toMatchObject({ seq: 1 })
    expect(found([said(1), proposed(2), confirmed(3, { number: 2 })], [1]).wrong).toMatchObject({ seq: 1 })
    const withdrawn = entry(3, 'erasure.withdraw', 'edith', { number: 1 })
    expect(found([said(1), proposed(2), withdrawn, confirmed(4)], [1]).wrong).toMatchObject({ seq: 1 })
    const again = confirmed(4, { actor: 'emil' })
    expect(found([said(1), proposed(2), confirmed(3, { held: 'ff' }), again], [1]).wrong).toMatchObject({ seq: 1 })
  })

  it('is taken for erased where the proposal is not at hand', () => {
    expect(found([said(1), confirmed(3)], [1], false).wrong).toBeNull()
  })

  it('is what the newest entry says that lists it', () => {
    const first = confirmed(3, { held: 'ff' })
    expect(found([said(1), proposed(2), first, proposed(4), confirmed(5, { number: 2 })], [1]).wrong).toBeNull()
    const last = confirmed(5, { number: 2, held: 'ff' })
    expect(found([said(1), proposed(2), confirmed(3), proposed(4), last], [1]).wrong).toMatchObject({ seq: 1 })
  })

  it('is said under what erased it, and under nothing that erased something else', () => {
    const other = confirmed(5, { number: 2, of: 2 })
    const { wrong, erased } = found([said(1), confirmed(3), other], [1], false)
    expect(wrong).toBeNull()
    expect(erased).toEqual({ entries: 1, under: [3] })
  })

  it('is named when the words are there again', () => {
    const { wrong } = found([said(1), proposed(2), confirmed(3)], [])
    expect(wrong).toMatchObject({ seq: 1, what: 'it holds again what entry 3 erased' })
  })

  it('is never the entry that says what was erased', () => {
    expect(() => found([said(1), proposed(2), confirmed(3)], [1, 3])).toThrow('not what was recorded')
  })
})
