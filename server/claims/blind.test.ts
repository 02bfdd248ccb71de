import { expect, it } from 'vitest'
import { isRefusal } from '../history/aggregate.ts'
import { sealedFrom } from './blind.ts'
import { claimAggregate, type ClaimCommand, type ClaimState } from './claim.ts'
import { newestDeed } from './parts.ts'
import { carve } from './split.ts'
import type { Rating } from './verdict.ts'

type Deed = readonly [by: string, command: ClaimCommand | ((state: ClaimState) => ClaimCommand)]

/** The state after these people's commands, the first of them at seq 1; a refusal ends the test. */
function after(...deeds: readonly Deed[]): ClaimState {
  return deeds.reduce((state, [actor, given], index) => {
    const event = claimAggregate.decide(state, typeof given === 'function' ? given(state) : given)
    if (isRefusal(event)) throw new Error(event.refused)
    return claimAggregate.evolve(state, event, { seq: index + 1, at: `at ${index + 1}`, actor })
  }, claimAggregate.initial)
}

const passage = { id: 'p1', edition: 1, start: 0, end: 5, quote: 'Words', prefix: '', suffix: '' }
const made: Deed = ['mara', { kind: 'claim.make', reportId: 'r', position: 1, passage }]
const rate = (by: string, rating: Rating, seen = 0, gone: string | null = null): Deed => [
  by,
  { kind: 'rating.give', rating, reason: `${by}: ${rating}`, by, gone, seen },
]
const to = (...stages: readonly ('checking' | 'in-review')[]): Deed[] =>
  stages.map((stage) => ['mara', stage === 'checking' ? { kind: 'claim.stage', to: stage } : { kind: 'claim.submit' }])

it('the first rating is sealed: nothing else of the claim changes but its newest deed', () => {
  const before = after(made)
  const state = after(made, rate('mara', 'false'))
  expect(state.claim).toEqual(before.claim)
  expect(state.ratings).toMatchObject([
    { round: 1, place: 1, seq: 2, by: 'mara', at: 'at 2', rating: 'false', outcome: 'sealed' },
  ])
  expect(newestDeed(state)).toBe(2)
})

it('two equal ratings are the verdict, in the words of the first and at the moment of the second', () => {
  const { claim, ratings } = after(made, ...to('checking', 'in-review'), rate('mara', 'false'), rate('oleh', 'false'))
  expect(claim).toMatchObject({ rating: 'false', verdictReason: 'mara: false', verdictBy: 'mara', verdictAt: 'at 5' })
  expect(claim).toMatchObject({ verdictSeq: 5, seq: 5, stage: 'in-review' })
  expect(ratings).toMatchObject([
    { place: 1, by: 'mara', at: 'at 4', seq: 5, outcome: 'equal' },
    { place: 2, by: 'oleh', at: 'at 5', seq: 5, outcome: 'equal', reason: 'oleh: false' },
  ])
})

it('two different ratings leave the verdict as it was, and send a claim back that was with the editors', () => {
  const verdict: Deed = ['mara', { kind: 'verdict.set', rating: 'unproven', reason: 'x', seen: 0 }]
  const two = [rate('mara', 'false', 2), rate('oleh', 'true', 2)]
  const { claim, ratings } = after(made, verdict, ...two)
  expect(claim).toMatchObject({ rating: 'unproven', verdictSeq: 2, stage: 'open', seq: 4 })
  expect(ratings.map(({ outcome, seq }) => [outcome, seq])).toEqual([
    ['different', 4],
    ['different', 4],
  ])
  expect(after(made, verdict, ...to('checking', 'in-review'), ...two).claim?.stage).toBe('checking')
  expect(after(made, verdict, ...to('checking'), ...two).claim?.stage).toBe('checking')
})

it('the same person gives theirs anew: it takes the place of theirs, and is never their own second', () => {
  const { claim, ratings } = after(made, rate('mara', 'false'), rate('mara', 'false'), rate('mara', 'true'))
  expect(claim?.rating).toBeNull()
  expect(ratings).toMatchObject([{ round: 1, place: 1, seq: 4, rating: 'true', outcome: 'sealed' }])
})

it('a new round begins by a rating, and leaves the ones before as they are', () => {
  const one = [made, rate('mara', 'false'), rate('oleh', 'true')]
  const { ratings, claim } = after(...one, rate('oleh', 'true', 3), rate('mara', 'true', 3))
  expect(ratings.map(({ round, place, by, outcome }) => [round, place, by, outcome])).toEqual([
    [1, 1, 'mara', 'different'],
    [1, 2, 'oleh', 'different'],
    [2, 1, 'oleh', 'equal'],
    [2, 2, 'mara', 'equal'],
  ])
  expect(claim).toMatchObject({ rating: 'true', verdictBy: 'oleh', verdictSeq: 5 })
})

it('whoever rates what was settled meanwhile is told so; a sealed rating is told to nobody', () => {
  const told = 'Two people’s ratings were opened'
  const one = [made, rate('mara', 'false'), rate('oleh', 'true')]
  expect(() => after(...one, rate('edith', 'true'))).toThrow(told)
  expect(() =>
    after(made, ['mara', { kind: 'verdict.set', rating: 'true', reason: 'x', seen: 0 }], rate('oleh', 'true')),
  ).toThrow(told)
  expect(after(made, rate('mara', 'false'), rate('oleh', 'true')).ratings).toHaveLength(2)
})

it('a verdict that is set otherwise makes the sealed rating void: it is no first one of what was seen', () => {
  const set: Deed = ['mara', { kind: 'verdict.set', rating: 'false', reason: 'x', seen: 0 }]
  const { claim, ratings } = after(made, rate('mara', 'false'), set, rate('oleh', 'false', 3))
  expect(claim).toMatchObject({ verdictSeq: 3, verdictBy: 'mara' })
  expect(ratings).toMatchObject([
    { round: 1, by: 'mara', seq: 3, outcome: 'void' },
    { round: 2, by: 'oleh', seq: 4, outcome: 'sealed' },
  ])
  expect(after(made, rate('mara', 'false'), set, rate('mara', 'true', 3)).ratings).toHaveLength(2)
})

it('the rating of somebody who may no longer rate is opened by nobody', () => {
  const { claim, ratings } = after(
    made,
    rate('mara', 'false'),
    rate('oleh', 'false', 0, 'mara'),
    rate('edith', 'false'),
  )
  expect(claim).toMatchObject({ rating: 'false', verdictBy: 'oleh' })
  expect(ratings.map(({ round, place, by, outcome }) => [round, place, by, outcome])).toEqual([
    [1, 1, 'mara', 'void'],
    [2, 1, 'oleh', 'equal'],
    [2, 2, 'edith', 'equal'],
  ])
})

it('what is answered to the second person does not depend on the first rating', () => {
  const first = (rating: Rating) => after(made, ...to('checking', 'in-review'), rate('mara', rating))
  for (const seen of [0, 1, 99]) {
    const [command] = [rate('oleh', 'true', seen)[1] as ClaimCommand]
    const answers = (['true', 'false'] as const).map((rating) => claimAggregate.decide(first(rating), command))
    expect(answers.map((answer) => ('refused' in answer ? answer.refused : ''))).toEqual(
      Array.from({ length: 2 }, () => (seen === 0 ? '' : expect.any(String))),
    )
  }
})

it('a withdrawn claim is not rated; a split leaves the round with its claim', () => {
  expect(() => after(made, ['mara', { kind: 'claim.withdraw', reason: 'x' }], rate('oleh', 'true'))).toThrow(
    'withdrawn',
  )
  const split: Deed = [
    'mara',
    (state) => ({ kind: 'claim.split', into: 'c2', go: [], both: ['p1'], seen: newestDeed(state) }),
  ]
  expect(after(made, rate('mara', 'false'), split, rate('oleh', 'false')).claim?.rating).toBe('false')
  const from = { id: 'c1', state: after(made, rate('mara', 'false')) }
  const carved = carve(from, { go: [], both: ['p1'] }, { position: 2, newId: () => 'p2' })
  expect(after(['oleh', carved as ClaimCommand]).ratings).toEqual([])
})

it('of the deeds of a claim those ratings are sealed that nobody has opened, but to their giver', () => {
  const opens = { by: 'mara', rating: 'true', reason: '' } as const
  const given = (seq: number, actor: string, opened: typeof opens | null = null) => ({ seq, actor, opens: opened })
  const sealed = (personId: string, ...all: ReturnType<typeof given>[]) => [...sealedFrom(personId, all)]
  expect(sealed('oleh', given(1, 'mara'), given(2, 'mara'))).toEqual([1, 2])
  expect(sealed('mara', given(1, 'mara'), given(2, 'mara'))).toEqual([])
  expect(sealed('edith', given(1, 'mara'), given(2, 'oleh', opens))).toEqual([])
  expect(sealed('edith', given(1, 'mara'), given(2, 'mara'), given(3, 'oleh', opens))).toEqual([1])
  expect(sealed('edith', given(1, 'aya'), given(2, 'mara'), given(3, 'oleh', opens))).toEqual([1])
  expect(sealed('mara', given(1, 'mara'), given(2, 'oleh', opens), given(3, 'oleh'))).toEqual([3])
})
