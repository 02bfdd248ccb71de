import { expect, it } from 'vitest'
import type { ClaimView, RatingsView, WorkspaceView } from '#server/reports/workspace.ts'
import { newsBetween } from './use-announcements.ts'

const none: RatingsView = { seq: 0, waiting: null, differing: [] }

function view(viewer: string, given: Partial<ClaimView> = {}): WorkspaceView {
  const claim = { id: 'c', number: 3, seq: 1, verdict: null, verdictSeq: 0, ratings: none, broken: false, ...given }
  return { claims: [claim], changes: [], viewer: { name: viewer } } as unknown as WorkspaceView
}

const told = (viewer: string, given: Partial<ClaimView>) => newsBetween(view(viewer), view(viewer, given), null)
const verdict = { rating: 'false', reason: '', by: 'Mara', at: '', second: { by: 'Oleh', reason: '' } } as const
const rated = (by: string) => ({ by, at: '', rating: 'false', reason: '' }) as const

it('says what became of two ratings to everybody but to whoever gave the second one', () => {
  const settled = { verdict, verdictSeq: 5, ratings: { ...none, seq: 5 } }
  expect(told('Mara', settled)).toEqual(['Two people rated claim 3 the same: False.'])
  expect(told('Oleh', settled)).toEqual([])
  const differed = { ratings: { seq: 5, waiting: null, differing: [rated('Mara'), rated('Oleh')] } }
  expect(told('Mara', differed)).toEqual(['Two people rated claim 3 differently.'])
  expect(told('Oleh', differed)).toEqual([])
  expect(newsBetween(view('Mara', differed), view('Mara', differed), null)).toEqual([])
})

it('says who set a verdict alone, but not to them', () => {
  const set = { verdict: { ...verdict, second: null }, verdictSeq: 5 }
  expect([told('Oleh', set), told('Mara', set)]).toEqual([['Mara set claim 3 to False.'], []])
})
