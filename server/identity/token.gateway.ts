import { createHash } from 'node:crypto'

/** What is kept of a token: its SHA-256, so that a copy of the database opens nothing. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')
