import type { Actor } from '../policy/can.ts'

/**
 * How a page tells, with everything it sends, for which person and in which team of theirs it was made. Cookies are
 * shared by all tabs of a browser: by now somebody else may be signed in, or another team be chosen, and then nothing of
 * this page may go out under their name, or in that team.
 */
export const madeFor = {
  /** With a POST. */
  header: 'plumbline-made-for',
  /** With a socket, and in a form that the browser sends by itself. */
  parameter: 'as',
} as const

type Mark = Pick<Actor, 'personId' | 'teamId'>

/** What a page for this person in this team says. */
export const markOf = ({ personId, teamId }: Mark): string => `${personId} ${teamId}`

/** Whom, and in which team, a page says that it was made for. */
export function readMark(mark: string): Mark {
  const [personId = '', teamId = ''] = mark.split(' ')
  return { personId, teamId }
}

/** How whoever asks differs from whom the page was made for; null when they are the same, or the page does not say. */
export function differsFrom(mark: string | null, { personId, teamId }: Mark): 'person' | 'team' | null {
  if (!mark) return null
  const page = readMark(mark)
  if (page.personId !== personId) return 'person'
  return page.teamId && page.teamId !== teamId ? 'team' : null
}
