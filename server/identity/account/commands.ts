import { z } from 'zod'
import type { System } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { id as idInput, parse } from '../../inputs.ts'
import type { Post } from '../../notifications/mail.gateway.ts'
import type { Actor } from '../../policy/can.ts'
import type { Attempts } from '../attempts.gateway.ts'
import {
  acceptInvitation,
  expectGoodPassword,
  makeInvitation,
  notItsPassword,
  withdrawInvitation,
} from '../commands.ts'
import { browserInWords, type Devices } from '../devices.gateway.ts'
import { emailInput, newPassword } from '../inputs.ts'
import { shortened } from '../network.ts'
import type { Sessions } from '../sessions.gateway.ts'
import { accountOf, membershipsOf } from '../store.ts'
import { hashOfToken } from '../token.gateway.ts'
import { changedLetter, invitationLetter, joinedLetter, newBrowserLetter, resetLetter } from './letters.ts'
import { openInvitationView, openReset } from './queries.ts'
import { accountById, holdPassword, insertReset, redeemReset, replacePassword, type Proven } from './store.ts'

/** The system with what proves who people are. */
export interface Accounts extends System {
  readonly sessions: Sessions
  readonly devices: Devices
  readonly attempts: Attempts
  readonly post: Post
  /** Where people find this site: what a letter's links begin with. */
  readonly origin: string
}

/** Who sends a request, before it is known who they are. */
export interface Caller {
  readonly address: string
  readonly cookies: string | null
  readonly userAgent: string
}

/**
 * Signs somebody in: the cookies of their browser, or null when address and password do not fit together.
 * @throws {Problem} `too-many`, or `forbidden` for somebody who belongs to no team any more.
 */
export async function signIn(
  accounts: Accounts,
  credentials: { email: string; password: string },
  caller: Caller,
  teamId?: string,
): Promise<{ cookies: readonly string[] } | null> {
  const email = credentials.email.trim().toLowerCase()
  const own = await proven(accounts, { email, password: credentials.password }, caller)
  if (own === null) return null
  if ((await membershipsOf(accounts.db, own.id)).length === 0)
    throw new Problem('forbidden', 'You are no member of a team here.')
  const begun = await begin(accounts, own, caller, teamId)
  if (begun === null) return null
  if (begun.isNew) {
    const browser = browserInWords(caller.userAgent)
    const seen = { browser, network: shortened(caller.address), origin: accounts.origin }
    accounts.post.send(async () => newBrowserLetter(email, seen))
  }
  return { cookies: begun.cookies }
}

/** Begins a session, unless the password was changed since it was proved: a change signs everybody out who knew it. */
async function begin({ db, devices, sessions }: Accounts, own: Proven, caller: Caller, teamId?: string) {
  return db.transaction(async (tx) => {
    if (!(await holdPassword(tx, own))) return null
    const { cookie, tokenHash, isNew } = await devices.remember(tx, own.id, caller.cookies)
    const session = await sessions.begin(tx, own.id, { ...caller, deviceHash: tokenHash }, teamId)
    return { cookies: [session, cookie], isNew }
  })
}

/** The person whose password this is, or null; it takes the same time when nobody has the address. */
async function proven(
  { db, passwords, attempts, devices }: Accounts,
  { email, password }: { email: string; password: string },
  { address, cookies }: Caller,
): Promise<Proven | null> {
  const device = await devices.known(email, cookies)
  return attempts.prove({ email, address, device }, async () => {
    const known = await accountOf(db, email)
    const matches = await passwords.matches(known?.passwordHash ?? null, password)
    return known && matches ? known : null
  })
}

/** How long a link lets somebody choose a new password. */
const resetLifetime = 60 * 60_000

/**
 * Sends a link to choose a new password, if the address has an account. Nobody can tell whether it has one: all that
 * depends on it happens behind the answer.
 * @throws {Problem} `too-many`
 */
export async function askForReset(accounts: Accounts, input: unknown, address: string): Promise<void> {
  const { db, post, origin } = accounts
  const { email } = parse(z.object({ email: emailInput }), input)
  const mayHaveOne = await accounts.attempts.askForLetter(email, address)
  post.send(async () => {
    const known = mayHaveOne ? await accountOf(db, email) : null
    if (!known) return null
    const token = Buffer.from(accounts.randomBytes(32)).toString('base64url')
    const expiresAt = new Date(accounts.now().getTime() + resetLifetime)
    await insertReset(db, { tokenHash: hashOfToken(token), personId: known.id, expiresAt }, accounts.now())
    return resetLetter(email, `${origin}/reset/${token}`)
  })
}

/**
 * Changes the password by a link, once; the person is signed out everywhere. Answers the cookie by which this browser
 * is known from now on: whoever tries passwords from elsewhere does not keep its person out.
 * @throws {Problem} `not-found` for a link that opens nothing any more, `invalid` for a password that will not do.
 */
export async function chooseNewPassword(
  accounts: Accounts,
  token: string,
  input: unknown,
  caller: Caller,
): Promise<{ cookie: string }> {
  const { db, passwords, post, devices, origin } = accounts
  const { personId, email } = await openReset(accounts, token, caller.address)
  const { password } = parse(z.object({ password: newPassword }), input)
  await expectGood(accounts, { id: personId, email }, password)
  const passwordHash = await passwords.hash(password)
  const remembered = await db.transaction(async (tx) => {
    const isUsed = await redeemReset(tx, { tokenHash: hashOfToken(token), passwordHash, now: accounts.now() })
    return isUsed ? devices.remember(tx, personId, caller.cookies) : null
  })
  if (!remembered) throw new Problem('not-found', 'This link was used just now.')
  post.send(async () => changedLetter(email, origin))
  return remembered
}

const changeInput = z.object({ current: z.string(), password: newPassword })

/**
 * Changes the password of somebody who is signed in and knows it; every other session of theirs ends.
 * @throws {Problem} `invalid`, `too-many`
 */
export async function changePassword(accounts: Accounts, actor: Actor, input: unknown, caller: Caller): Promise<void> {
  const { db, passwords, post, origin } = accounts
  const { current, password } = parse(changeInput, input)
  const own = await accountById(db, actor.personId)
  if (!own) throw new Problem('not-found', 'There is no account of yours here.')
  await expectGood(accounts, own, password)
  const known = await proven(accounts, { email: own.email, password: current }, caller)
  const passwordHash = known && (await passwords.hash(password))
  if (!passwordHash || !(await replacePassword(db, known, { passwordHash, sessionId: actor.sessionId }))) {
    throw new Problem('invalid', 'This is not your password.', { current: 'This is not your password.' })
  }
  post.send(async () => changedLetter(own.email, origin))
}

async function expectGood(accounts: Accounts, own: { id: string; email: string }, password: string): Promise<void> {
  const names = (await membershipsOf(accounts.db, own.id)).map(({ name }) => name)
  expectGoodPassword(accounts, password, [own.email, ...names])
}

/**
 * Signs somebody out in one other browser.
 * @throws {Problem} `not-found`
 */
export async function endSession({ sessions }: Accounts, actor: Actor, input: unknown): Promise<void> {
  const { sessionId } = parse(z.object({ sessionId: idInput }), input)
  if (await sessions.end(actor.personId, sessionId)) return
  throw new Problem('not-found', 'That browser is signed out already.')
}

/**
 * Joins the team that an invitation's link invites into. Whoever has an account proves it here as when signing in: a
 * link is no way to try passwords.
 * @throws {Problem} as `acceptInvitation` does; `too-many`.
 */
export async function join(
  accounts: Accounts,
  token: string,
  input: { name: string; password: string },
  caller: Caller,
): Promise<{ email: string; teamId: string }> {
  const { email, hasAccount } = await openInvitationView(accounts, token, caller.address)
  if (hasAccount && (await proven(accounts, { email, password: input.password }, caller)) === null)
    throw notItsPassword()
  const { isNew, ...joined } = await acceptInvitation(accounts, token, input)
  if (isNew) accounts.post.send(async () => joinedLetter(email, accounts.origin))
  return joined
}

/**
 * Invites somebody. Where letters reach people, the link goes to their address and to nobody else; elsewhere whoever
 * invites hands it on, and it is in the answer alone.
 * @throws {Problem} as `makeInvitation` does; `unavailable` when the letter could not be sent: nobody is invited then.
 */
export async function invite(
  { post, origin, ...system }: Accounts,
  actor: Actor,
  input: unknown,
): Promise<{ token: string } | { mailedTo: string }> {
  const ctx = { ...system, actor }
  const own = (await membershipsOf(ctx.db, actor.personId)).find(({ teamId }) => teamId === actor.teamId)
  const { token, email, invitationId } = await makeInvitation(ctx, input)
  if (!post.sendsMail) return { token }
  const words = { team: own?.teamName ?? '', by: actor.name, link: `${origin}/join/${token}` }
  try {
    await post.sendNow(invitationLetter(email, words))
  } catch {
    // Nobody else has the link.
    await withdrawInvitation(ctx, { invitationId })
    throw new Problem('unavailable', `The mail server did not take the letter to ${email}; nobody was invited.`)
  }
  return { mailedTo: email }
}
