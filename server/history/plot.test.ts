import fc from 'fast-check'
import { expect, it } from 'vitest'
import { daysAfter, daysBetween } from './days.ts'
import { plotOf, unitBetween } from './plot.ts'

const about = { by: 'kind', others: 'All others', begins: null } as const

it('a bar is a day, a week or a month, so that there are not too many', () => {
  expect(unitBetween('2026-01-01', '2026-03-03')).toBe('day')
  expect(unitBetween('2026-01-01', '2026-03-04')).toBe('week')
  expect(unitBetween('2026-01-01', '2027-06-01')).toBe('month')
  expect(daysBetween('2026-02-28', '2026-03-01')).toBe(2)
  expect(daysAfter('2024-02-29', 1)).toBe('2024-03-01')
})

it('weeks begin on Monday, months on their first day, and the ends are those that were asked for', () => {
  const weeks = plotOf([{ day: '2026-01-05', name: 'Wrote', recorded: 2 }], {
    ...about,
    from: '2026-01-01',
    to: '2026-04-01',
  })
  expect(weeks.bars.slice(0, 2)).toEqual([
    { from: '2026-01-01', to: '2026-01-04', counts: [0] },
    { from: '2026-01-05', to: '2026-01-11', counts: [2] },
  ])
  expect(weeks.bars.at(-1)?.to).toBe('2026-04-01')
  const months = plotOf([], { ...about, from: '2024-12-30', to: '2026-04-02' })
  expect(months.bars.map(({ from }) => from).slice(0, 3)).toEqual(['2024-12-30', '2025-01-01', '2025-02-01'])
})

it('what is rare stands together behind the five most frequent', () => {
  const counted = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => ({
    day: '2026-01-01',
    name,
    recorded: 9 - index,
  }))
  const { series, bars } = plotOf(counted, { ...about, from: '2026-01-01', to: '2026-01-01' })
  expect(series).toEqual(['a', 'b', 'c', 'd', 'e', 'All others'])
  expect(bars[0]?.counts).toEqual([9, 8, 7, 6, 5, 7])
  expect(plotOf(counted.slice(0, 6), { ...about, from: '2026-01-01', to: '2026-01-01' }).series).toHaveLength(6)
})

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
it(`nothing is lost between bars, and each day is in one of them (PLUMBLINE_SEED=${seed})`, () => {
  const some = fc.array(
    fc.record({
      day: fc.nat(900),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      recorded: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1 },
  )
  fc.assert(
    fc.property(some, fc.nat(900), (all, days) => {
      const [from, to] = ['2025-11-13', daysAfter('2025-11-13', days)]
      const counted = all.filter(({ day }) => day <= days).map((each) => ({ ...each, day: daysAfter(from, each.day) }))
      const { bars } = plotOf(counted, { ...about, from, to })
      const sum = bars.flatMap(({ counts }) => counts).reduce((total, each) => total + each, 0)
      expect(sum).toBe(counted.reduce((total, { recorded }) => total + recorded, 0))
      expect(bars[0]?.from).toBe(from)
      expect(bars.at(-1)?.to).toBe(to)
      for (const [index, bar] of bars.entries()) {
        if (index > 0) expect(bar.from).toBe(daysAfter(bars[index - 1]?.to ?? '', 1))
      }
    }),
    { seed },
  )
})
