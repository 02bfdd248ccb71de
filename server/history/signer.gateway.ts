import { lt, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { checkpoint, signedHead } from '#db/schema/history.ts'
import { loggedLine } from '../logged-error.ts'
import { checkpointText, originOfTeam } from './checkpoint.ts'
import { lockSigning, standingOf, tryLockSigning } from './queries/standing.ts'
import { inRounds, type Rounds } from './rounds.gateway.ts'
import type { SigningFolder } from './signing-folder.gateway.ts'
import { nothingTold } from './told.ts'

/** Why a history was not signed: one sentence, for whoever runs the server and for its auditors. */
export interface Unsigned {
  readonly teamId: string
  readonly why: string
}

export interface SignerOptions {
  readonly db: Database
  readonly folder: SigningFolder
  /** Told of every team whose history is signed as far as it goes now. */
  onSigned?(teamId: string): void
}

/**
 * Signs how far the history of every team goes that went on since; only one process does so at a time. Nothing is signed
 * that does not begin with all that was signed before: what stands then is said, and the last note stays as it is, until
 * two people leave that very note by a fork. Then it is signed on under the next origin.
 */
export async function signHistories({ db, folder, onSigned }: SignerOptions): Promise<Unsigned[]> {
  const unsigned: Unsigned[] = []
  for (const teamId of await teamsToSign(db)) {
    const signing = db.transaction(async (tx) => {
      return (await tryLockSigning(tx)) ? signHistory(tx, folder, teamId) : undefined
    })
    // What goes wrong with one team keeps no other from being signed.
    const why = await signing.catch(loggedLine)
    if (why === null) onSigned?.(teamId)
    else if (why !== undefined) unsigned.push({ teamId, why })
  }
  return unsigned
}

/**
 * Signs how far one team's history goes, once nobody else signs; why it is not signed on, or null when it is.
 */
export async function signHistoryOf({ db, folder }: SignerOptions, teamId: string): Promise<string | null> {
  // Whoever has nothing to sign waits for nobody.
  if (!(await teamsToSign(db, teamId)).includes(teamId)) return null
  return db.transaction(async (tx) => {
    await lockSigning(tx)
    return signHistory(tx, folder, teamId)
  })
}

/** The teams whose head is not that of their newest checkpoint, or the one named if it is among them. */
async function teamsToSign(db: Database, teamId?: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select h.team_id as id from team_head h
    where h.seq > 0 ${teamId === undefined ? sql`` : sql`and h.team_id = ${teamId}`} and h.seq is distinct from (
      select c.seq from checkpoint c where c.team_id = h.team_id order by c.origin desc, c.seq desc limit 1)
    order by h.team_id`)
  return rows.map(({ id }) => id)
}

async function signHistory(tx: Transaction, folder: SigningFolder, teamId: string): Promise<string | null> {
  const standing = await standingOf(tx, folder, teamId)
  if (!standing) return null
  const { now, last, fork, whyNot } = standing
  if (!fork && whyNot !== null) return whyNot
  const number = (last?.number ?? 1) + (fork ? 1 : 0)
  const text = checkpointText({ origin: originOfTeam(folder.key.name, teamId, number), ...now })
  const note = last && !fork && last.size === now.size ? last.note : folder.signed(text)
  // Kept first: what anybody was shown is what the next one must go on from.
  if (fork && last) folder.leave(teamId, last.number, last.note)
  folder.keep(teamId, note)
  await tx.insert(checkpoint).values({ teamId, origin: number, seq: now.size, note }).onConflictDoNothing()
  await letReadersSee(tx, teamId, now.size)
  return null
}

/** What was published up to this entry waits no more: together with the note that was signed for it. */
async function letReadersSee(tx: Transaction, teamId: string, seq: number): Promise<void> {
  await tx
    .insert(signedHead)
    .values({ teamId, seq, waitsAfter: 0 })
    .onConflictDoUpdate({ target: signedHead.teamId, set: { seq }, setWhere: lt(signedHead.seq, seq) })
}

/** Every so many milliseconds it is looked whether a history went on: nothing stays unsigned for a minute. */
const rhythm = 20_000

/** Stands for the id of a team when it cannot be asked which teams there are. */
const everyTeam = 'every team'

/**
 * Signs now, and from when this resolves on until it is told to stop; tells what cannot be signed, once for every
 * reason, and again when it comes back after the history was signed.
 */
export async function keepSigning(options: SignerOptions, onUnsigned: (found: Unsigned) => void): Promise<Rounds> {
  const told = nothingTold()
  const round = async () => {
    const found = await signHistories({ ...options, onSigned: told.forget }).catch((error: unknown) => [
      { teamId: everyTeam, why: loggedLine(error) },
    ])
    if (found[0]?.teamId !== everyTeam) told.forget(everyTeam)
    for (const each of found) if (told.isNews(each)) onUnsigned(each)
  }
  await round()
  return inRounds(rhythm, round)
}
