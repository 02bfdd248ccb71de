import { randomBytes, randomUUID } from 'node:crypto'
import type { Database } from '#db/client.ts'
import type { System } from '#server/context.ts'
import { createPasswords } from '#server/identity/password.gateway.ts'
import { rolesAmong } from '#server/identity/queries.ts'

/** A system over a test's database that tells nobody of what it records, and signs nothing. */
export const systemOver = (db: Database, now = () => new Date()): System => ({
  db,
  now,
  newId: randomUUID,
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  passwords: createPasswords(),
  rolesAmong,
  announce: () => {},
  signHistory: async () => {},
})
