import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isRefusal } from '../history/aggregate.ts'
import { claimAggregate, type ClaimCommand, type ClaimState } from './claim.ts'
import { absorption } from './merge.ts'
import { live, newestDeed } from './parts.ts'
import { carve } from './split.ts'

let seq = 0
let ids = 0
const newId = () => `new-${(ids += 1)}`

/** The state after one more command; what it refuses is thrown. */
function done(state: ClaimState, command: ClaimCommand): ClaimState {
  const event = claimAggregate.decide(state, command)
  if (isRefusal(event)) throw new Error(event.refused)
  seq += 1
  return claimAggregate.evolve(state, event, { seq, at: `at ${seq}`, actor: 'mara' })
}

const passage = (id: string, start: number) => ({
  id,
  edition: 1,
  start,
  end: start + 5,
  quote: `Words ${start}`,
  prefix: '',
  suffix: '',
})

const unsaid = { scope: '', stockOrFlow: '', periodFrom: '', periodTo: '' } as const

/** A claim with two passages, two figures, two pieces of evidence and everything said of it. */
function full(): ClaimState {
  const figure = (id: string, low: string) =>
    ({ id, bound: 'exactly', low, high: '', unit: 'people', asOf: '', ...unsaid }) as const
  const evidence = (id: string, sourceId: string) =>
    ({ id, sourceId, stance: 'supports', quote: `of ${sourceId}`, locator: '', note: '' }) as const
  const made = done(claimAggregate.initial, {
    kind: 'claim.make',
    reportId: 'report',
    position: 1,
    passage: passage('p1', 10),
  })
  const commands: readonly ClaimCommand[] = [
    { kind: 'passage.add', passage: passage('p2', 20) },
    { kind: 'figure.set', figure: figure('f1', '270'), seen: 0 },
    { kind: 'figure.set', figure: figure('f2', '120'), seen: 0 },
    { kind: 'evidence.attach', evidence: evidence('e1', 's1') },
    { kind: 'evidence.attach', evidence: evidence('e2', 's2') },
    {
      kind: 'claim.describe',
      claimant: 'Russia',
      saidOn: '',
      place: 'Moscow',
      language: 'ru',
      seen: made.claim?.seq ?? 0,
    },
    { kind: 'claim.classify', claimKind: 'figure', priority: 'high', tags: ['exchange'], seen: 0 },
    { kind: 'assignment.give', personId: 'oleh' },
  ]
  return commands.reduce(done, made)
}

const split = (state: ClaimState, go: readonly string[], both: readonly string[], seen = newestDeed(state)) =>
  done(state, { kind: 'claim.split', into: 'b', go, both, seen })

function carved(state: ClaimState, go: readonly string[], both: readonly string[]): ClaimState {
  const command = carve({ id: 'a', state }, { go, both }, { position: 2, newId })
  if (!command) throw new Error('There is nothing to carve from.')
  return done(claimAggregate.initial, command)
}

const said = ({ passages, figures, evidence }: ClaimState) => [
  ...live(passages).map(({ quote }) => quote),
  ...live(figures).map(({ low }) => low),
  ...live(evidence).map(({ sourceId }) => sourceId),
]

it('of a split claim every part is here, there or in both, as was chosen', () => {
  const all = ['p1', 'p2', 'f1', 'f2', 'e1', 'e2']
  const fates = fc.tuple(...all.map(() => fc.constantFrom('stay', 'go', 'both')))
  fc.assert(
    fc.property(fates, (chosen) => {
      const of = (...wanted: readonly string[]) => all.filter((_, index) => wanted.includes(chosen[index] ?? ''))
      const passagesThere = of('go', 'both').some((id) => id.startsWith('p'))
      const passagesHere = of('stay', 'both').some((id) => id.startsWith('p'))
      const before = full()
      if (!passagesThere || !passagesHere) {
        const refused = passagesThere ? 'At least one passage stays' : 'Choose at least one passage'
        expect(() => split(before, of('go'), of('both'))).toThrow(refused)
        return
      }
      const words = new Map(all.map((id, index) => [id, said(before)[index]]))
      const wordsOf = (parts: readonly string[]) => parts.map((id) => words.get(id))
      expect(said(split(before, of('go'), of('both')))).toEqual(wordsOf(of('stay', 'both')))
      expect(said(carved(before, of('go'), of('both')))).toEqual(wordsOf(of('go', 'both')))
    }),
  )
})

it('the claim that is split off has what was said of the first; copied evidence names its author and origin', () => {
  const state = full()
  const { claim, evidence, assignments } = carved(state, ['p2', 'e1'], [])
  expect(claim).toMatchObject({
    claimant: 'Russia',
    place: 'Moscow',
    tags: ['exchange'],
    priority: 'high',
    stage: 'open',
    rating: null,
    splitFrom: 'a',
  })
  expect(evidence).toMatchObject([{ sourceId: 's1', addedBy: 'mara', copiedFrom: 'a' }])
  expect(assignments).toEqual([])
})

it('whoever splits or merges a claim that was changed meanwhile is told', () => {
  const before = full()
  const seen = newestDeed(before)
  for (const change of [
    { kind: 'evidence.withdraw', evidenceId: 'e1', reason: '' },
    { kind: 'passage.withdraw', passageId: 'p1' },
    { kind: 'assignment.withdraw', personId: 'oleh' },
    { kind: 'claim.stage', to: 'checking' },
    // Nothing leaves the claim, and still the next one who splits it must know.
    { kind: 'claim.split', into: 'c', go: [], both: ['p1', 'e1'], seen },
  ] as const satisfies readonly ClaimCommand[]) {
    const state = done(before, change)
    expect(() => split(state, ['p2'], [], seen), change.kind).toThrow(/^Someone changed this claim/u)
    expect(() => done(state, { kind: 'claim.merge', into: 'b', seen }), change.kind).toThrow(/^Someone changed/u)
  }
})

it('what is taken over is not taken twice, and restoring leaves it there', () => {
  const [a, b] = [full(), done(full(), { kind: 'evidence.withdraw', evidenceId: 'e2', reason: '' })]
  const absorb = absorption({ id: 'a', state: a }, newId)
  if (!absorb) throw new Error('There is nothing to absorb.')
  const taken = done(b, absorb)
  expect(said(taken)).toEqual(said(a))
  expect(said(done(taken, absorb))).toEqual(said(a))
  const merged = done(a, { kind: 'claim.merge', into: 'b', seen: newestDeed(a) })
  expect(merged.claim).toMatchObject({ withdrawn: true, mergedInto: 'b' })
  expect(said(merged)).toEqual(said(a))
  expect(done(merged, { kind: 'claim.restore' }).claim).toMatchObject({ withdrawn: false, mergedInto: null })
})

it('a claim takes over only from its report, and only while it stands', () => {
  const b = full()
  const absorb = absorption({ id: 'a', state: full() }, newId)
  if (!absorb) throw new Error('There is nothing to absorb.')
  expect(() => done(b, { ...absorb, reportId: 'another' })).toThrow('Only claims of one report can be merged.')
  const gone = done(b, { kind: 'claim.withdraw', reason: 'Twice.' })
  expect(() => done(gone, absorb)).toThrow('The claim to merge into is withdrawn.')
  expect(() => done(gone, { kind: 'claim.merge', into: 'c', seen: newestDeed(gone) })).toThrow('was withdrawn')
})

it('tags that are taken over make an open form of them stale', () => {
  const before = full()
  const { classesSeq = 0 } = before.claim ?? {}
  const classify = {
    kind: 'claim.classify',
    claimKind: '',
    priority: 'low',
    tags: ['talks'],
    seen: classesSeq,
  } as const
  const b = done(before, classify)
  const absorb = absorption({ id: 'a', state: full() }, newId)
  if (!absorb) throw new Error('There is nothing to absorb.')
  const taken = done(b, absorb)
  expect(taken.claim?.tags).toEqual(['talks', 'exchange'])
  expect(() => done(taken, { ...classify, seen: b.claim?.classesSeq ?? 0 })).toThrow(/^Someone changed the kind/u)
  const many = Array.from({ length: 20 }, (_, index) => `tag ${index}`)
  const brimful = done(b, { ...classify, tags: many, seen: b.claim?.classesSeq ?? 0 })
  expect(() => done(brimful, absorb)).toThrow('Together they have 21 tags, and a claim keeps to 20.')
})
