import { createHash } from 'node:crypto'
import type { System } from '../context.ts'

/** What is kept of a token: its SHA-256, so that a copy of the database opens nothing. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A secret for a link, of 256 random bits. */
export const newToken = (system: System): string => Buffer.from(system.randomBytes(32)).toString('base64url')
