import { base64 } from './base64.ts'
import type { Tree } from './tree.ts'

/** A signed tree head (C2SP tlog-checkpoint): which history it is of, how many entries it has, and their root. */
export interface Checkpoint extends Tree {
  readonly origin: string
}

/**
 * The origin of a team's history, by the name of the key that signs it: what tells it from every other one. A team's
 * origins are numbered from 1; each fork begins the next one.
 */
export const originOfTeam = (keyName: string, teamId: string, number = 1): string =>
  `${keyName}/history/${teamId}${number === 1 ? '' : `/${number}`}`

/** Which of a team's origins this is, by whatever key; null when it is none of them. */
export function originNumber(origin: string, teamId: string): number | null {
  const [keyName, suffix, ...rest] = origin.split(`/history/${teamId}`)
  if (!keyName || suffix === undefined || rest.length > 0) return null
  if (suffix === '') return 1
  const number = /^\/([1-9]\d{0,5})$/u.exec(suffix)?.[1]
  return number === undefined || number === '1' ? null : Number(number)
}

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64.of(root)}\n`
}

/** What such a text says; null for any other text. Further lines are for others to read. */
export function readCheckpoint(text: string): Checkpoint | null {
  const [origin, digits, encoded, ...rest] = text.split('\n')
  if (!origin || !digits || !/^(?:0|[1-9]\d{0,15})$/u.test(digits) || rest.at(-1) !== '') return null
  const root = base64.read(encoded ?? '')
  return root?.length === 32 ? { origin, size: Number(digits), root } : null
}
