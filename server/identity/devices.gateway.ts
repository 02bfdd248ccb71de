import { randomBytes } from 'node:crypto'
import Bowser from 'bowser'
import { and, eq, lt } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { account, device } from '#db/schema/identity.ts'
import { cookieIn, makeCookie } from './cookie.ts'
import { hashOfToken } from './token.gateway.ts'

/** The longest that browsers keep a cookie. */
const lifetime = 400 * 24 * 60 * 60

/** The browsers that people have signed in with, each known by a cookie of its own. */
export interface Devices {
  /** The hash of the browser's token when somebody with this address has signed in with it before. */
  known(email: string, cookies: string | null): Promise<string | null>
  /** Notes that somebody signed in with this browser, in the transaction that makes sure of it. */
  remember(tx: Transaction, personId: string, cookies: string | null): Promise<Remembered>
}

export interface Remembered {
  readonly cookie: string
  readonly tokenHash: string
  /** Whether it is another than theirs. */
  readonly isNew: boolean
}

/** Makes the memory of browsers; it holds hashes of tokens, so that a copy of the database is no known browser. */
export function createDevices(db: Database, now: () => Date, secure: boolean): Devices {
  return {
    async known(email, cookies) {
      const token = cookieIn('device', cookies, secure)
      if (!token) return null
      const [row] = await db
        .select({ tokenHash: device.tokenHash })
        .from(device)
        .innerJoin(account, eq(account.id, device.personId))
        .where(and(eq(account.email, email), eq(device.tokenHash, hashOfToken(token))))
      return row?.tokenHash ?? null
    },
    async remember(tx, personId, cookies) {
      const lastSeenAt = now()
      const token = await ownToken(tx, cookieIn('device', cookies, secure))
      const tokenHash = hashOfToken(token)
      const before = await tx.select().from(device).where(eq(device.personId, personId))
      const isNew = before.length > 0 && before.every((each) => each.tokenHash !== tokenHash)
      // Signing in once more makes nobody familiar: only their saying so does, from another browser.
      await tx
        .insert(device)
        .values({ personId, tokenHash, lastSeenAt, isUnfamiliar: isNew })
        .onConflictDoUpdate({ target: [device.personId, device.tokenHash], set: { lastSeenAt } })
      await tx.delete(device).where(lt(device.lastSeenAt, new Date(lastSeenAt.getTime() - lifetime * 1_000)))
      return { cookie: makeCookie('device', token, secure, lifetime), tokenHash, isNew }
    },
  }
}

/** The browser's token while we gave it; never one that somebody else may have put there. */
async function ownToken(tx: Transaction, token: string | null): Promise<string> {
  const given = token
    ? await tx
        .select({ personId: device.personId })
        .from(device)
        .where(eq(device.tokenHash, hashOfToken(token)))
        .limit(1)
    : []
  return token && given.length > 0 ? token : randomBytes(32).toString('base64url')
}

/** A browser in the words of its owner, from what it calls itself. */
export function browserInWords(userAgent: string): string {
  const { browser, os } = Bowser.parse(userAgent || 'unknown')
  if (!browser.name) return 'An unknown browser'
  return os.name ? `${browser.name} on ${os.name}` : browser.name
}
