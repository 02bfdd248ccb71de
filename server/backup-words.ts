import type { TeamMark } from '#db/backup/manifest.ts'

export const megabytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1_048_576))} MB`

/** Which database it is, without its password. */
export function databaseOf(url: string | undefined): string {
  if (!url) return 'the embedded database'
  const { host, pathname } = new URL(url)
  return `the database ${host}${pathname}`
}

/** "2 teams with 1,234 entries" */
export function teamsOf(teams: readonly TeamMark[]): string {
  const entries = teams.reduce((sum, { seq }) => sum + seq, 0)
  const count = (number: number, one: string, more: string) =>
    `${number.toLocaleString('en')} ${number === 1 ? one : more}`
  return `${count(teams.length, 'team', 'teams')} with ${count(entries, 'entry', 'entries')}`
}
