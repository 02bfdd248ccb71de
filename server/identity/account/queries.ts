import { Problem } from '../../errors.ts'
import type { Actor } from '../../policy/can.ts'
import { browserInWords } from '../devices.gateway.ts'
import { invitationView, type InvitationView } from '../queries.ts'
import { hashOfToken } from '../token.gateway.ts'
import type { Accounts } from './commands.ts'
import { accountById, resetOf } from './store.ts'

/** Somebody's own account as its page shows it. */
export interface AccountView {
  readonly email: string
  readonly sessions: readonly SessionView[]
  /** Whether letters reach them. */
  readonly sendsMail: boolean
}

export interface SessionView {
  readonly id: string
  /** The browser in words. */
  readonly browser: string
  /** The network it signed in from, shortened; empty when it is not known. */
  readonly network: string
  /** ISO 8601 in UTC. */
  readonly signedInAt: string
  readonly lastSeenAt: string
  readonly isThis: boolean
  /** Whether it was new to them, and they have not said that it is theirs. */
  readonly isUnfamiliar: boolean
}

/** The account of whoever is signed in, with where they are signed in. */
export async function accountView({ db, sessions, post }: Accounts, actor: Actor): Promise<AccountView> {
  const [own, open] = await Promise.all([accountById(db, actor.personId), sessions.openOf(actor.personId)])
  return {
    email: own?.email ?? '',
    sendsMail: post.sendsMail,
    sessions: open.map(({ id, userAgent, network, createdAt, lastSeenAt, isUnfamiliar }) => ({
      id,
      browser: browserInWords(userAgent),
      network,
      signedInAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      isThis: id === actor.sessionId,
      isUnfamiliar: isUnfamiliar && id !== actor.sessionId,
    })),
  }
}

/**
 * Whose password a link changes, while it does.
 * @throws {Problem} `not-found`; `too-many` for a network that tries links.
 */
export async function openReset({ db, now, attempts }: Accounts, token: string, address: string) {
  return attempts.openLink(address, async () => {
    const found = await resetOf(db, hashOfToken(token), now())
    if (found) return found
    throw new Problem('not-found', 'This link opens nothing any more: it was used, or is older than an hour.')
  })
}

/**
 * The invitation behind a link, for somebody whose network does not try links.
 * @throws {Problem} `not-found`, `too-many`
 */
export const openInvitationView = (accounts: Accounts, token: string, address: string): Promise<InvitationView> =>
  accounts.attempts.openLink(address, () => invitationView(accounts, token))
