import { daysAfter, daysBetween, firstOfMonth, mondayOf, nextMonth } from './days.ts'

/** How many entries were recorded when, and by whom or of which kind. Days are those of UTC as YYYY-MM-DD, all included. */
export interface Plot {
  readonly unit: Unit
  readonly by: PlotBy
  /** The most frequent ones, the first one first, and whatever else there is together as the last one. */
  readonly series: readonly string[]
  readonly bars: readonly Bar[]
  /** Where the plot begins later than what is plotted, its first day. */
  readonly begins: string | null
}

export type Unit = 'day' | 'week' | 'month'
export type PlotBy = 'person' | 'kind'

/** The days that a bar stands for, and how many entries there are of each series. */
export interface Bar {
  readonly from: string
  readonly to: string
  readonly counts: readonly number[]
}

/** How many entries there are of one person or kind on a day. */
export interface Counted {
  readonly day: string
  readonly name: string
  readonly recorded: number
}

/** More series than these cannot be told apart. */
const mostSeries = 5
/** More bars than these are too narrow to be hit. */
const mostBars = 62
/** A plot of which nobody chose the days looks back so far. */
export const longestLook = 53 * 7

/** What one bar stands for, so that there are not too many of them between two days. */
export function unitBetween(from: string, to: string): Unit {
  const days = daysBetween(from, to)
  return days <= mostBars ? 'day' : days <= mostBars * 7 ? 'week' : 'month'
}

const starts: Readonly<Record<Unit, (day: string) => string>> = {
  day: (day) => day,
  week: mondayOf,
  month: firstOfMonth,
}

const nexts: Readonly<Record<Unit, (day: string) => string>> = {
  day: (day) => daysAfter(day, 1),
  week: (day) => daysAfter(mondayOf(day), 7),
  month: nextMonth,
}

/** Plots what was counted between two days, both included; without a bar when there is nothing. */
export function plotOf(
  counted: readonly Counted[],
  { from, to, by, others, begins }: { from: string; to: string; by: PlotBy; others: string; begins: string | null },
): Plot {
  const unit = unitBetween(from, to)
  const totals = new Map<string, number>()
  for (const { name, recorded } of counted) totals.set(name, (totals.get(name) ?? 0) + recorded)
  const byTotal = [...totals].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name)
  const isMany = byTotal.length > mostSeries + 1
  const series = isMany ? [...byTotal.slice(0, mostSeries), others] : byTotal
  const bars = new Map<string, number[]>()
  for (let day = from; day <= to; day = nexts[unit](day))
    bars.set(
      starts[unit](day),
      series.map(() => 0),
    )
  for (const { day, name, recorded } of counted) {
    const counts = bars.get(starts[unit](day))
    const place = byTotal.indexOf(name)
    const at = isMany ? Math.min(place, mostSeries) : place
    if (counts) counts[at] = (counts[at] ?? 0) + recorded
  }
  const all = [...bars].map(([start, counts]) => {
    const end = daysAfter(nexts[unit](start), -1)
    return { from: start < from ? from : start, to: end > to ? to : end, counts }
  })
  return { unit, by, series, bars: all, begins }
}
