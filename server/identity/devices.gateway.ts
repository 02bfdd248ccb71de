import { randomBytes } from 'node:crypto'
import Bowser from 'bowser'
import { and, eq, lt } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { account, device } from '#db/schema/identity.ts'
import { cookieIn, makeCookie } from './cookie.ts'
import { hashOfToken } from './token.gateway.ts'

/** The longest that browsers keep a cookie. */
const lifetime = 400 * 24 * 60 * 60

/** The browsers that people have signed in with, each known by a cookie of its own. */
export interface Devices {
  /** The hash of the browser's token when somebody with this address has signed in with it before. */
  known(email: string, cookies: string | null): Promise<string | null>
  /** Notes that somebody signed in with this browser; answers its cookie, and whether it is another than theirs. */
  remember(personId: string, cookies: string | null, secure: boolean): Promise<{ cookie: string; isNew: boolean }>
}

/** Makes the memory of browsers; it holds hashes of tokens, so that a copy of the database is no known browser. */
export function createDevices(db: Database, now: () => Date): Devices {
  return {
    async known(email, cookies) {
      const token = cookieIn('device', cookies)
      if (!token) return null
      const [row] = await db
        .select({ tokenHash: device.tokenHash })
        .from(device)
        .innerJoin(account, eq(account.id, device.personId))
        .where(and(eq(account.email, email), eq(device.tokenHash, hashOfToken(token))))
      return row?.tokenHash ?? null
    },
    async remember(personId, cookies, secure) {
      const lastSeenAt = now()
      const token = await ownToken(db, cookieIn('device', cookies))
      const tokenHash = hashOfToken(token)
      const before = await db.select().from(device).where(eq(device.personId, personId))
      await db
        .insert(device)
        .values({ personId, tokenHash, lastSeenAt })
        .onConflictDoUpdate({ target: [device.personId, device.tokenHash], set: { lastSeenAt } })
      await db.delete(device).where(lt(device.lastSeenAt, new Date(lastSeenAt.getTime() - lifetime * 1_000)))
      const isNew = before.length > 0 && before.every((each) => each.tokenHash !== tokenHash)
      return { cookie: makeCookie('device', token, secure, lifetime), isNew }
    },
  }
}

/** The browser's token while we gave it; never one that somebody else may have put there. */
async function ownToken(db: Database, token: string | null): Promise<string> {
  const given = token
    ? await db
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
