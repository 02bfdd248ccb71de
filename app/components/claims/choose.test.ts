import { expect, it } from 'vitest'
import type { ClaimView } from '#server/reports/workspace.ts'
import { chosen, everything, filtersOf, isFiltered } from './choose.ts'

function claim(number: number, over: Partial<ClaimView> = {}): ClaimView {
  return {
    id: `claim-${number}`,
    seq: number,
    number,
    statement: `Statement ${number}`,
    analysis: '',
    notes: '',
    claimant: '',
    saidOn: '',
    detailsSeq: number,
    place: '',
    language: '',
    firstUrl: '',
    firstWhere: '',
    firstOn: '',
    appearanceSeq: 0,
    claimKind: '',
    priority: 'normal',
    tags: [],
    classesSeq: 0,
    dueOn: '',
    dueSeq: 0,
    overdue: false,
    assignees: [],
    unowned: true,
    stage: 'open',
    returned: null,
    isStale: false,
    approvedHash: null,
    correctedSeq: 0,
    checkedSeq: 0,
    besideCorrected: [],
    correctedElsewhere: [],
    published: null,
    takenBackHow: null,
    withdrawn: false,
    withdrawnReason: '',
    mergedInto: null,
    splitFrom: null,
    createdBy: 'Ana',
    createdAt: '2026-01-01T00:00:00.000Z',
    passages: [{ id: 'p', edition: 1, start: 100 - number, end: 120, quote: 'words' }],
    figures: [],
    evidence: [],
    verdict: null,
    verdictSeq: 0,
    ratings: { seq: 0, waiting: null, differing: [] },
    corrections: [],
    takenBack: null,
    disputed: false,
    broken: false,
    openThreads: 0,
    ...over,
  }
}

const numbers = (claims: readonly ClaimView[]) => claims.map(({ number }) => number)
const claims = [
  claim(1, { claimant: 'Artur Dobroserdov' }),
  claim(2, { stage: 'checking', disputed: true, broken: true }),
  claim(3, { verdict: { rating: 'false', reason: 'r', by: 'Ana', at: '', second: null }, verdictSeq: 9 }),
]

it('filters by words, claimant, stage, verdict, dispute and relations that do not hold', () => {
  expect(numbers(chosen(claims, { ...everything, text: 'dobros' }))).toEqual([1])
  expect(numbers(chosen(claims, { ...everything, stage: 'checking' }))).toEqual([2])
  expect(numbers(chosen(claims, { ...everything, rating: 'none' }))).toEqual([1, 2])
  expect(numbers(chosen(claims, { ...everything, rating: 'false' }))).toEqual([3])
  expect(numbers(chosen(claims, { ...everything, disputed: true }))).toEqual([2])
  expect(numbers(chosen(claims, { ...everything, broken: true }))).toEqual([2])
})

it('filters by who is assigned, kind, priority, tag and due date', () => {
  const oleh = { personId: 'oleh', name: 'Oleh', now: 'checks' } as const
  const all = [
    claim(1, { assignees: [oleh], unowned: false, dueOn: '2026-01-01', overdue: true }),
    claim(2, { claimKind: 'figure', dueOn: '2030-01-01' }),
    claim(3, { priority: 'urgent', tags: ['exchange'], assignees: [{ ...oleh, now: 'left' }] }),
  ]
  expect(numbers(chosen(all, { ...everything, assignee: 'oleh' }))).toEqual([1, 3])
  expect(numbers(chosen(all, { ...everything, assignee: 'nobody' }))).toEqual([2, 3])
  expect(numbers(chosen(all, { ...everything, claimKind: 'figure' }))).toEqual([2])
  expect(numbers(chosen(all, { ...everything, priority: 'urgent' }))).toEqual([3])
  expect(numbers(chosen(all, { ...everything, tag: 'exchange' }))).toEqual([3])
  expect(numbers(chosen(all, { ...everything, due: 'dated' }))).toEqual([1, 2])
  expect(numbers(chosen(all, { ...everything, due: 'overdue' }))).toEqual([1])
  expect(filtersOf({ ...everything, due: 'overdue', tag: 'exchange' })).toEqual(['tag', 'due'])
})

it('sorts by place in the text and by change', () => {
  expect(numbers(chosen(claims, { ...everything, sort: 'place' }))).toEqual([3, 2, 1])
  expect(numbers(chosen(claims, { ...everything, sort: 'change' }))).toEqual([3, 2, 1])
  expect(isFiltered({ ...everything, sort: 'place' })).toBe(false)
})
