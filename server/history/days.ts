const dayLength = 86_400_000

/** The day of a moment in UTC, as YYYY-MM-DD; the moment is ISO 8601 in UTC. */
export const dayOf = (at: string): string => at.slice(0, 10)

/** The day so many days after a day of the calendar, both as YYYY-MM-DD; before it for fewer than none. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10)

/** How many days there are from one to another, both included. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength) + 1

/** The Monday of the week in which a day is. */
export const mondayOf = (day: string): string => daysAfter(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** The day so many months of the calendar after a day: the last one of its month where that has no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0))
  return last.toISOString().slice(0, 8) + String(Math.min(date, last.getUTCDate())).padStart(2, '0')
}

/** The first day of the month in which a day is. */
export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`

/** The first day of the month after the one in which a day is. */
export const nextMonth = (day: string): string => firstOfMonth(daysAfter(firstOfMonth(day), 31))
