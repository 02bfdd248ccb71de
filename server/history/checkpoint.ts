import { base64 } from './base64.ts'
import type { Tree } from './tree.ts'

/** A signed tree head (C2SP tlog-checkpoint): which history it is of, how many entries it has, and their root. */
export interface Checkpoint extends Tree {
  readonly origin: string
}

/** The origin of a team's history, by the name of the key that signs it: what tells it from every other one. */
export const originOfTeam = (keyName: string, teamId: string): string => `${keyName}/history/${teamId}`

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
