import { expect, test } from 'vitest'
import { base64 } from './base64.ts'
import { originNumber, originOfTeam } from './checkpoint.ts'
import type { Entry } from './entry.ts'
import { forksIn, originAfter, readNumbered } from './fork.ts'

const bytes = new Uint8Array(32)
const noteOn = (size: number, origin = 1) =>
  `${originOfTeam('desk.example', 't', origin)}\n${size}\n${base64.of(bytes)}\n\n— desk.example AAAA\n`

let seq = 0
const deed = (kind: string, actor: string, said: object): Entry => {
  seq += 1
  const [subject, payload] = [{ type: 'team', id: 't' } as const, new TextEncoder().encode(JSON.stringify(said))]
  const rest = { version: 2, session: null, previous: null, payloadHash: bytes, salt: bytes, hash: bytes }
  return { teamId: 't', seq, at: '2026-03-01T00:00:00.000Z', kind, actor, subject, payload, ...rest }
}
const propose = (note = noteOn(9), actor = 'ada') =>
  deed('fork.propose', actor, { note, reason: 'X', signed: 9, size: 5 })
const confirm = (number = 1, actor = 'otto') => deed('fork.confirm', actor, { number })
const withdraw = (number = 1) => deed('fork.withdraw', 'ada', { number })
const wrong = (...entries: readonly Entry[]) => forksIn('t', entries).map((fork) => fork.wrong)

test('a fork is what one person proposed and another confirmed', () => {
  expect(forksIn('t', [propose(), confirm()])).toMatchObject([
    { proposedBy: 'ada', confirmedBy: 'otto', note: noteOn(9), left: { size: 9, number: 1 }, wrong: null },
  ])
  expect(forksIn('t', [propose()])).toEqual([])
  expect(forksIn('t', [propose(), withdraw()])).toEqual([])
  expect(forksIn('another', [propose(), confirm()])).toEqual([])
})

test('one person alone, a proposal that is not open, and a note on something else make none', () => {
  expect(wrong(propose(), confirm(1, 'ada'))).toEqual(['the same person proposed and confirmed the fork'])
  const notOpen = 'it confirms a fork that nobody proposed, or that was decided already'
  expect(wrong(confirm())).toEqual([notOpen])
  expect(wrong(propose(), withdraw(), confirm())).toEqual([notOpen])
  expect(wrong(propose(), confirm(), confirm(1, 'eva'))).toEqual([null, notOpen])
  expect(wrong(propose(), confirm(2))).toEqual([notOpen])
  expect(wrong(propose('Nothing'), confirm())).toEqual(['the fork leaves what is no note on this history'])
  expect(wrong({ ...propose(), payload: bytes }, confirm())).toEqual([
    'the fork leaves what is no note on this history',
  ])
})

test('each fork leaves a later origin than the one before, and begins the next', () => {
  const first = [propose(noteOn(9)), confirm()]
  expect(originAfter(forksIn('t', []))).toBe(1)
  expect(originAfter(forksIn('t', first))).toBe(2)
  expect(originAfter(forksIn('t', [...first, propose(noteOn(20, 2)), confirm(2)]))).toBe(3)
  expect(wrong(...first, propose(noteOn(12)), confirm(2))).toEqual([
    null,
    'the fork leaves an origin that was left before',
  ])
})

test('an origin says which of a team it is, and nothing else is one', () => {
  for (const number of [1, 2, 17]) expect(originNumber(originOfTeam('desk.example', 't', number), 't')).toBe(number)
  for (const origin of [
    'desk.example/history/tt',
    'desk.example/history/t/1',
    'desk.example/history/t/02',
    '/history/t',
  ]) {
    expect(originNumber(origin, 't'), origin).toBeNull()
  }
  expect(originNumber(originOfTeam('desk.example', 'u'), 't')).toBeNull()
  expect(readNumbered(noteOn(3, 4), 't')).toMatchObject({ size: 3, number: 4 })
  expect(readNumbered(noteOn(3, 4), 'u')).toBeNull()
})
