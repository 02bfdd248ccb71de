import { expect, it } from 'vitest'
import { isRefusal } from '../history/aggregate.ts'
import { claimAggregate, type ClaimCommand, type ClaimState } from './claim.ts'

const passage = { id: 'p1', edition: 1, start: 0, end: 5, quote: 'Words', prefix: '', suffix: '' }

/** The state after these commands, the first of them at seq 1; a refusal ends the test. */
function after(...commands: readonly ClaimCommand[]): ClaimState {
  return commands.reduce((state, command, index) => {
    const event = claimAggregate.decide(state, command)
    if (isRefusal(event)) throw new Error(event.refused)
    return claimAggregate.evolve(state, event, { seq: index + 1, at: `at ${index + 1}`, actor: 'mara' })
  }, claimAggregate.initial)
}

const made: ClaimCommand = { kind: 'claim.make', reportId: 'r', position: 1, passage }
const give = (personId: string): ClaimCommand => ({ kind: 'assignment.give', personId })
const withdraw = (personId: string): ClaimCommand => ({ kind: 'assignment.withdraw', personId })

it('several people are assigned; one taken off keeps their row, and takes it again when assigned anew', () => {
  const { assignments } = after(made, give('oleh'), give('edith'), withdraw('oleh'))
  expect(assignments).toMatchObject([
    { personId: 'oleh', withdrawn: true, seq: 4 },
    { personId: 'edith', withdrawn: false, assignedBy: 'mara', assignedAt: 'at 3', seq: 3 },
  ])
  const again = after(made, give('oleh'), withdraw('oleh'), give('oleh')).assignments
  expect(again).toEqual([{ personId: 'oleh', withdrawn: false, assignedBy: 'mara', assignedAt: 'at 4', seq: 4 }])
})

it('nobody is assigned twice, nor taken off who is not assigned', () => {
  expect(() => after(made, give('oleh'), give('oleh'))).toThrow('This person is assigned already.')
  expect(() => after(made, withdraw('oleh'))).toThrow('This person is not assigned any more.')
})

it('two people who edit different groups of fields do not meet; in one group the second is told', () => {
  const describe = { kind: 'claim.describe', claimant: 'Kyiv', saidOn: '', place: '', language: 'uk', seen: 1 } as const
  const classify = { kind: 'claim.classify', claimKind: 'figure', priority: 'urgent', tags: ['x'], seen: 0 } as const
  const due = { kind: 'claim.due', dueOn: '2026-01-01', seen: 0 } as const
  const appear = { kind: 'claim.appear', firstUrl: '', firstWhere: 'p. 3', firstOn: '', seen: 0 } as const
  const { claim } = after(made, describe, classify, due, appear)
  expect(claim).toMatchObject({ claimant: 'Kyiv', priority: 'urgent', dueOn: '2026-01-01', firstWhere: 'p. 3' })
  expect(claim).toMatchObject({ detailsSeq: 2, classesSeq: 3, dueSeq: 4, appearanceSeq: 5 })
  for (const command of [describe, classify, due, appear]) {
    expect(() => after(made, command, command), command.kind).toThrow(/^Someone changed/u)
  }
})

it('details written before claims had a place and a language read as they were', () => {
  const event = { kind: 'claim.describe', claimant: 'Kyiv', saidOn: '' } as const
  const { claim } = claimAggregate.evolve(after(made), event as never, { seq: 2, at: '', actor: 'mara' })
  expect(claim).toMatchObject({ claimant: 'Kyiv', place: '', language: '', priority: 'normal', tags: [] })
})

it('of a withdrawn claim nothing changes but its relations: they end also from the other side', () => {
  const relation = { id: 'r1', kind: 'contradicts', figureId: '', parts: ['b'], partFigures: [''], note: '' } as const
  const state = after(made, { kind: 'relation.add', relation }, { kind: 'claim.withdraw', reason: 'Twice.' })
  const change = (command: ClaimCommand) => claimAggregate.decide(state, command)
  expect(change({ kind: 'relation.withdraw', relationId: 'r1' })).toMatchObject({ kind: 'relation.withdraw' })
  expect(change(give('oleh'))).toMatchObject({ refused: expect.stringMatching(/^This claim was withdrawn/u) })
})
