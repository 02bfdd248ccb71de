import type { System } from '../context.ts'
import { Problem } from '../errors.ts'
import { accountFor, foundTeamWithAdmin } from './commands.ts'
import { giveBackSetUpLink, hasAdmin, keepSetUpLink, setUpLinkOf, takeSetUpLink } from './store.ts'
import { hashOfToken, newToken } from './token.gateway.ts'

const lifetime = 72 * 60 * 60_000

/**
 * A fresh token for the one link that sets up a Plumbline without a team; null when somebody is in charge already. The
 * link before it ends, also that of a server that starts in the same moment.
 */
export async function offerSetUp(system: System): Promise<string | null> {
  if (await hasAdmin(system.db)) return null
  const token = newToken(system)
  const expiresAt = new Date(system.now().getTime() + lifetime)
  await keepSetUpLink(system.db, { tokenHash: hashOfToken(token), expiresAt })
  return token
}

/** Whether this Plumbline still has nobody who could let others in. */
export const isToBeSetUp = async (system: System): Promise<boolean> => !(await hasAdmin(system.db))

/**
 * Founds the first team with its first admin, for whoever has the link; answers the admin's address.
 * @throws {Problem} `not-found` for a link that opens nothing any more; `invalid` when something typed is not right: the
 * link is good for another try then.
 */
export async function setUp(system: System, token: string, input: unknown): Promise<{ email: string }> {
  const tokenHash = hashOfToken(token)
  await expectGood(system, await setUpLinkOf(system.db, tokenHash))
  const expiresAt = await takeSetUpLink(system.db, tokenHash)
  await expectGood(system, expiresAt)
  try {
    // An account may be left of a try that the database did not live to see the end of.
    return await foundTeamWithAdmin(system, input, accountFor)
  } catch (error) {
    if (expiresAt) await giveBackSetUpLink(system.db, { tokenHash, expiresAt })
    throw error
  }
}

async function expectGood(system: System, expiresAt: Date | null): Promise<void> {
  if (expiresAt && system.now() < expiresAt && !(await hasAdmin(system.db))) return
  throw new Problem(
    'not-found',
    'This link sets nothing up any more. If nobody has used it, start Plumbline again: it prints a fresh one.',
  )
}
