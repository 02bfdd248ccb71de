import { randomBytes } from 'node:crypto'
import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { eq } from 'drizzle-orm'
import { Lucia, TimeSpan } from 'lucia'
import type { Database } from '#db/client.ts'
import { account, session } from '#db/schema/identity.ts'
import type { Actor } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import { createPasswords } from './password.gateway.ts'
import { accountOf, membershipsOf } from './store.ts'
import { hashOfToken } from './token.gateway.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionAttributes>
    DatabaseSessionAttributes: SessionAttributes
  }
}

interface SessionAttributes {
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** The chosen team, if any. */
  readonly teamId: string | null
}

const absoluteLifetime = 30 * 24 * 60 * 60_000
const idleLifetime = 3 * 24 * 60 * 60_000
const touchEvery = 10 * 60_000

/** A signed-in member of the team that is chosen in their session, and all teams that they may choose. */
export interface SignedIn {
  readonly actor: Actor
  readonly teams: readonly OwnTeam[]
}

/** A team as a member of it sees it. */
export interface OwnTeam {
  readonly teamId: string
  readonly teamName: string
  readonly roles: readonly Role[]
}

export interface Sessions {
  /** A cookie for these credentials, or null when they are not right. */
  signIn(email: string, password: string, secure: boolean): Promise<string | null>
  /** Who comes with this cookie; coming counts as use. */
  authenticate(cookieHeader: string | null | undefined): Promise<SignedIn | null>
  /** The same for the server's own look at whoever is still here, which is no use. */
  recognise(cookieHeader: string | null | undefined): Promise<SignedIn | null>
  /** Works in another team from now on, in every tab of this browser. False for a team that the person is not in. */
  chooseTeam(cookieHeader: string | null | undefined, teamId: string): Promise<boolean>
  /** Ends the session of this cookie; answers its id, and the cookie that clears the browser's. */
  signOut(cookieHeader: string | null, secure: boolean): Promise<{ sessionId: string | null; cookie: string }>
}

/**
 * Sessions kept by Lucia. A session's id is the SHA-256 of the token in the cookie, so that a copy of the database
 * opens nothing; it ends 30 days after sign-in, or after 3 days without use.
 */
export function createSessions(db: Database, now: () => Date): Sessions {
  // The adapter reads the two tables' `id`, `userId` and `expiresAt`; our further columns travel as attributes.
  const adapter = new DrizzlePostgreSQLAdapter(db as never, session, account)
  const lucia = new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(30, 'd'),
    getSessionAttributes: ({ createdAt, lastSeenAt, teamId }) => ({ createdAt, lastSeenAt, teamId }),
  })
  const passwords = createPasswords()

  const validSession = (cookieHeader: string | null | undefined) => aliveSession(lucia, now(), tokenIn(cookieHeader))

  return {
    async signIn(email, password, secure) {
      const known = await accountOf(db, email.trim().toLowerCase())
      const matches = await passwords.matches(known?.passwordHash ?? null, password)
      if (!known || !matches) return null
      const token = randomBytes(32).toString('base64url')
      const time = now()
      // Chosen here, so that joining another team later changes nothing for the pages that are open.
      const teamId = (await membershipsOf(db, known.id))[0]?.teamId ?? null
      const attributes = { createdAt: time, lastSeenAt: time, teamId }
      await lucia.createSession(known.id, attributes, { sessionId: hashOfToken(token) })
      return cookie(token, secure, absoluteLifetime / 1000)
    },
    async authenticate(cookieHeader) {
      const valid = await validSession(cookieHeader)
      if (valid) await noteUse(db, valid, now())
      return signedIn(db, valid)
    },
    recognise: async (cookieHeader) => signedIn(db, await validSession(cookieHeader)),
    async chooseTeam(cookieHeader, teamId) {
      const valid = await validSession(cookieHeader)
      if (!valid || !(await membershipsOf(db, valid.userId)).some((each) => each.teamId === teamId)) return false
      await db.update(session).set({ teamId }).where(eq(session.id, valid.id))
      return true
    },
    async signOut(cookieHeader, secure) {
      const valid = await validSession(cookieHeader)
      if (valid) await lucia.invalidateSession(valid.id)
      return { sessionId: valid?.id ?? null, cookie: cookie('', secure, 0) }
    },
  }
}

/** The session of a token while both its lifetimes last; one that outlived either is ended. */
async function aliveSession(lucia: Lucia<SessionAttributes>, time: Date, token: string | null) {
  if (!token) return null
  const { session: found } = await lucia.validateSession(hashOfToken(token))
  if (!found) return null
  const age = time.getTime() - found.createdAt.getTime()
  const idle = time.getTime() - found.lastSeenAt.getTime()
  if (age > absoluteLifetime || idle > idleLifetime) {
    await lucia.invalidateSession(found.id)
    return null
  }
  return found
}

type AliveSession = NonNullable<Awaited<ReturnType<typeof aliveSession>>>

async function noteUse(db: Database, { id, lastSeenAt }: AliveSession, time: Date): Promise<void> {
  if (time.getTime() - lastSeenAt.getTime() <= touchEvery) return
  await db.update(session).set({ lastSeenAt: time }).where(eq(session.id, id))
}

async function signedIn(db: Database, valid: AliveSession | null): Promise<SignedIn | null> {
  const memberships = valid ? await membershipsOf(db, valid.userId) : []
  // Whoever left the chosen team, or never chose, is in another one of theirs.
  const chosen = memberships.find(({ teamId }) => teamId === valid?.teamId) ?? memberships[0]
  if (!valid || !chosen) return null
  const { teamId, name } = chosen
  const teams = memberships.map((each) => ({
    teamId: each.teamId,
    teamName: each.teamName,
    roles: each.roles as Role[],
  }))
  return { actor: { personId: valid.userId, name, teamId, roles: chosen.roles as Role[], sessionId: valid.id }, teams }
}

function tokenIn(cookieHeader: string | null | undefined): string | null {
  return /(?:^|;\s*)(?:__Host-)?session=([\w-]{43})(?:;|$)/u.exec(cookieHeader ?? '')?.[1] ?? null
}

function cookie(token: string, secure: boolean, seconds: number): string {
  const name = secure ? '__Host-session' : 'session'
  return `${name}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`
}
