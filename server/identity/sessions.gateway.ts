import { randomBytes } from 'node:crypto'
import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import { and, count, desc, eq, getTableColumns, gt, inArray, ne, sql } from 'drizzle-orm'
import { Lucia, TimeSpan } from 'lucia'
import type { Database, Transaction } from '#db/client.ts'
import { account, device, session } from '#db/schema/identity.ts'
import type { Actor } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import { cookieIn, makeCookie } from './cookie.ts'
import { readMark } from './made-for.ts'
import { shortened } from './network.ts'
import { leftTeamOf, membershipsOf } from './store.ts'
import { hashOfToken } from './token.gateway.ts'

/** What is read of a session whenever it is used. */
interface Attributes {
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** The chosen team, if any. */
  readonly teamId: string | null
}

interface Stored extends Attributes {
  readonly userAgent: string
  readonly network: string
  readonly deviceHash: string | null
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Attributes>
    DatabaseSessionAttributes: Stored
  }
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

/** Where somebody signs in. */
export interface Browser {
  readonly userAgent: string
  /** The address that the request came from. */
  readonly address: string
  /** As it is remembered. */
  readonly deviceHash: string
}

/** A session as its person sees it. */
export interface OpenSession {
  readonly id: string
  readonly userAgent: string
  readonly network: string
  /** Whether its browser was new to them, and they have not said that it is theirs. */
  readonly isUnfamiliar: boolean
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

export interface Sessions {
  /**
   * The cookie of a new session in a team of theirs, for somebody who has proved who they are, in the transaction that
   * makes sure of it.
   */
  begin(tx: Transaction, personId: string, browser: Browser, teamId?: string): Promise<string>
  /** Who comes with this cookie; coming counts as use. */
  authenticate(cookieHeader: string | null | undefined): Promise<SignedIn | null>
  /** The same for the server's own look at whoever is still here, which is no use. */
  recognise(cookieHeader: string | null | undefined): Promise<SignedIn | null>
  /**
   * What the team of a page is called, when the page was made for the person of this cookie and they are in that team
   * no more; null for everybody else.
   */
  leftTeam(cookieHeader: string | null | undefined, mark: string | null): Promise<string | null>
  /** Works in another team from now on, in every tab of this browser. False for a team that the person is not in. */
  chooseTeam(cookieHeader: string | null | undefined, teamId: string): Promise<boolean>
  /** Ends the session of this cookie; answers its id, and the cookie that clears the browser's. */
  signOut(cookieHeader: string | null): Promise<{ sessionId: string | null; cookie: string }>
  /** Where somebody is signed in, the last used first. */
  openOf(personId: string): Promise<readonly OpenSession[]>
  /** How many other browsers of theirs were new, and not yet said to be theirs. */
  unfamiliarOf(actor: Actor): Promise<number>
  /** Ends one session of a person; its sockets are closed wherever they are. Whether there was one. */
  end(personId: string, sessionId: string): Promise<boolean>
  /** Ends all others of this person. */
  endOthers(actor: Actor): Promise<void>
  /** Notes that these others are theirs, which they saw: never the one that says so, which may be the stranger's. */
  acceptOthers(actor: Actor, sessionIds: readonly string[]): Promise<void>
}

/**
 * Sessions kept by Lucia. A session's id is the SHA-256 of the token in the cookie, so that a copy of the database
 * opens nothing; it ends 30 days after sign-in, or after 3 days without use.
 */
export function createSessions(db: Database, now: () => Date, secure: boolean): Sessions {
  const lucia = luciaOver(db)

  const validSession = (cookieHeader: string | null | undefined) =>
    aliveSession(lucia, now(), cookieIn('session', cookieHeader, secure))

  return {
    async begin(tx, personId, { userAgent, address, deviceHash }, teamId) {
      const token = randomBytes(32).toString('base64url')
      const times = { createdAt: now(), lastSeenAt: now() }
      const seen = { userAgent: userAgent.slice(0, 400), network: shortened(address), deviceHash }
      // Chosen here, so that joining another team later changes nothing for the pages that are open.
      const chosen = teamId ?? (await membershipsOf(tx, personId))[0]?.teamId ?? null
      const attributes = { ...times, ...seen, teamId: chosen }
      await luciaOver(tx).createSession(personId, attributes, { sessionId: hashOfToken(token) })
      return makeCookie('session', token, secure, absoluteLifetime / 1000)
    },
    async authenticate(cookieHeader) {
      const valid = await validSession(cookieHeader)
      if (valid) await noteUse(db, valid, now())
      return signedIn(db, valid)
    },
    recognise: async (cookieHeader) => signedIn(db, await validSession(cookieHeader)),
    async leftTeam(cookieHeader, mark) {
      const { personId, teamId } = readMark(mark ?? '')
      const valid = await validSession(cookieHeader)
      return valid?.userId === personId ? leftTeamOf(db, personId, teamId) : null
    },
    async chooseTeam(cookieHeader, teamId) {
      const valid = await validSession(cookieHeader)
      if (!valid || !(await membershipsOf(db, valid.userId)).some((each) => each.teamId === teamId)) return false
      await db.update(session).set({ teamId }).where(eq(session.id, valid.id))
      return true
    },
    async signOut(cookieHeader) {
      const valid = await validSession(cookieHeader)
      if (valid) await lucia.invalidateSession(valid.id)
      return { sessionId: valid?.id ?? null, cookie: makeCookie('session', '', secure, 0) }
    },
    ...ownSessions(db, now),
  }
}

function luciaOver(db: Database | Transaction): Lucia<Attributes> {
  // The adapter reads the two tables' `id`, `userId` and `expiresAt`; our further columns travel as attributes.
  const adapter = new DrizzlePostgreSQLAdapter(db as never, session, account)
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(30, 'd'),
    getSessionAttributes: ({ createdAt, lastSeenAt, teamId }) => ({ createdAt, lastSeenAt, teamId }),
  })
}

const ofSession = and(eq(device.personId, session.userId), eq(device.tokenHash, session.deviceHash))

/** Whoever is in a browser speaks for all others, never for that one. */
function unfamiliarTo(db: Database, { personId, sessionId }: Actor) {
  const own = db.select({ hash: session.deviceHash }).from(session).where(eq(session.id, sessionId))
  const isOther = sql`${device.tokenHash} is distinct from (${own})`
  return and(eq(device.personId, personId), eq(device.isUnfamiliar, true), isOther)
}

type OwnSessions = Pick<Sessions, 'openOf' | 'unfamiliarOf' | 'end' | 'endOthers' | 'acceptOthers'>

/** What people see and end of their own sessions. Deleting one tells every process whose sockets to close. */
function ownSessions(db: Database, now: () => Date): OwnSessions {
  const alive = () => {
    const time = now().getTime()
    return and(
      gt(session.createdAt, new Date(time - absoluteLifetime)),
      gt(session.lastSeenAt, new Date(time - idleLifetime)),
    )
  }
  return {
    openOf: (personId) =>
      db
        .select({ ...getTableColumns(session), isUnfamiliar: sql<boolean>`coalesce(${device.isUnfamiliar}, false)` })
        .from(session)
        .leftJoin(device, ofSession)
        .where(and(eq(session.userId, personId), alive()))
        .orderBy(desc(session.lastSeenAt)),
    async unfamiliarOf(actor) {
      const unfamiliar = and(unfamiliarTo(db, actor), alive())
      const [row] = await db.select({ number: count() }).from(session).innerJoin(device, ofSession).where(unfamiliar)
      return row?.number ?? 0
    },
    async end(personId, sessionId) {
      const own = and(eq(session.id, sessionId), eq(session.userId, personId))
      return (await db.delete(session).where(own).returning({ id: session.id })).length > 0
    },
    async endOthers({ personId, sessionId }) {
      await db.delete(session).where(and(eq(session.userId, personId), ne(session.id, sessionId)))
    },
    async acceptOthers(actor, sessionIds) {
      const own = and(eq(session.userId, actor.personId), inArray(session.id, [...sessionIds]))
      const seen = inArray(device.tokenHash, db.select({ hash: session.deviceHash }).from(session).where(own))
      await db
        .update(device)
        .set({ isUnfamiliar: false })
        .where(and(unfamiliarTo(db, actor), seen))
    },
  }
}

/** The session of a token while both its lifetimes last; one that outlived either is ended. */
async function aliveSession(lucia: Lucia<Attributes>, time: Date, token: string | null) {
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
