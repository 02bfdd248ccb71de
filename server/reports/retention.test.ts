import { expect, it } from 'vitest'
import { monthsAfter } from '../history/days.ts'
import { decideRetention, dueOn, keptForWords } from './retention.ts'

it('months are those of the calendar, and end where a month does', () => {
  expect(monthsAfter('2031-01-31', 1)).toBe('2031-02-28')
  expect(monthsAfter('2032-01-31', 1)).toBe('2032-02-29')
  expect(monthsAfter('2032-02-29', 12)).toBe('2033-02-28')
  expect(monthsAfter('2031-10-31', 25)).toBe('2033-11-30')
  expect(monthsAfter('2031-12-01', 1)).toBe('2032-01-01')
  expect(monthsAfter('2031-12-31', 1200)).toBe('2131-12-31')
})

it('a report is due by the rule, or later where somebody put it off, and never earlier', () => {
  const keep = (until: string) => ({ until, decidedAt: '2031-03-01T09:00:00.000Z' })
  expect(dueOn('2031-01-31', 1, null)).toBe('2031-02-28')
  expect(dueOn('2031-01-31', 1, keep('2031-06-01'))).toBe('2031-06-01')
  expect(dueOn('2031-01-31', 12, keep('2031-06-01'))).toBe('2032-01-31')
  // Looked through, the time begins anew.
  expect(dueOn('2031-01-31', 1, { until: '', decidedAt: '2031-03-31T23:59:59.999Z' })).toBe('2031-04-30')
})

const choice = { reason: 'A case is open.', seen: 0, today: '2031-03-01', hasRule: true }

it('nobody keeps a report until a day that has come', () => {
  const keep = (until: string) => decideRetention([], { ...choice, kind: 'retention.keep', until })
  expect(keep('2031-03-01')).toMatchObject({ because: 'invalid', field: 'until' })
  expect(keep('2031-03-02')).toEqual({ kind: 'retention.keep', until: '2031-03-02', reason: 'A case is open.' })
})

it('whoever decides has seen what was decided last, and the team has a rule', () => {
  const kept = { number: 1, until: '2035-01-01', reason: 'X', decidedBy: 'e', decidedAt: '2031-02-28', seq: 7 }
  const review = (more: object) => decideRetention([kept], { ...choice, kind: 'retention.review', ...more })
  expect(review({})).toMatchObject({ because: 'changed-since' })
  expect(review({ seen: 7 })).toEqual({ kind: 'retention.review', reason: 'A case is open.' })
  expect(review({ seen: 7, hasRule: false })).toMatchObject({ because: 'invalid' })
  const newer = { ...kept, number: 2, seq: 9 }
  const again = (seen: number) => decideRetention([kept, newer], { ...choice, kind: 'retention.review', seen })
  expect(again(7)).toMatchObject({ because: 'changed-since' })
  expect(again(9)).toEqual({ kind: 'retention.review', reason: 'A case is open.' })
})

it('a rule reads as somebody would say it', () => {
  expect([0, 1, 2, 12, 18, 24].map(keptForWords)).toEqual([
    'no rule',
    '1 month',
    '2 months',
    '1 year',
    '18 months',
    '2 years',
  ])
})
