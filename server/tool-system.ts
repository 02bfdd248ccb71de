import { randomBytes, randomUUID } from 'node:crypto'
import type { Database } from '#db/client.ts'
import type { System } from './context.ts'
import { createPasswords } from './identity/password.gateway.ts'
import { rolesAmong } from './identity/queries.ts'

/** A system for tools, which tell no open page of what they record. */
export const toolSystem = (db: Database): System => ({
  db,
  now: () => new Date(),
  newId: randomUUID,
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  passwords: createPasswords(),
  rolesAmong,
  announce: () => {},
  // What tools record is signed by the server, when it looks next.
  signHistory: async () => {},
})
