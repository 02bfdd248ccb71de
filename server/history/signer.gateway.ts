import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { checkpoint } from '#db/schema/history.ts'
import { checkpointText, originOfTeam } from './checkpoint.ts'
import { signerLock, standingOf } from './queries/standing.ts'
import type { SigningFolder } from './signing-folder.gateway.ts'

/** Why a history was not signed: one sentence, for whoever runs the server and for its auditors. */
export interface Unsigned {
  readonly teamId: string
  readonly why: string
}

export interface SignerOptions {
  readonly db: Database
  readonly folder: SigningFolder
}

/**
 * Signs how far the history of every team goes that went on since; only one process does so at a time. Nothing is signed
 * that does not begin with all that was signed before: what stands then is said, and the last note stays as it is, until
 * two people leave that very note by a fork. Then it is signed on under the next origin.
 */
export async function signHistories({ db, folder }: SignerOptions): Promise<Unsigned[]> {
  const unsigned: Unsigned[] = []
  for (const teamId of await teamsToSign(db)) {
    const why = await db.transaction(async (tx) => {
      const [lock] = await tx.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${signerLock}) as mine`)
      return lock?.mine ? signHistory(tx, folder, teamId) : null
    })
    if (why !== null) unsigned.push({ teamId, why })
  }
  return unsigned
}

/** Signs how far the history of a team goes now, for whoever asks for proof of what was recorded a moment ago. */
export async function signNow({ db, folder }: SignerOptions, teamId: string): Promise<void> {
  if (!(await teamsToSign(db)).includes(teamId)) return
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${signerLock})`)
    await signHistory(tx, folder, teamId)
  })
}

/** The teams whose head is not that of their newest checkpoint. */
async function teamsToSign(db: Database): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select h.team_id as id from team_head h
    where h.seq > 0 and h.seq is distinct from (
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
  return null
}

/** Every so many milliseconds it is looked whether a history went on: nothing stays unsigned for a minute. */
const rhythm = 20_000

/** Signing that goes on until it is told to stop. */
export interface Signing {
  stop(): Promise<void>
}

/**
 * Signs now and from now on, until it is told to stop; tells what cannot be signed, once for every reason.
 */
export function keepSigning(options: SignerOptions, onUnsigned: (found: Unsigned) => void): Signing {
  const told = new Set<string>()
  let isOver = false
  let wake = () => {}
  const round = async () => {
    const found = await signHistories(options).catch((error: unknown) => [{ teamId: 'every team', why: String(error) }])
    for (const each of found) {
      if (told.has(`${each.teamId} ${each.why}`)) continue
      told.add(`${each.teamId} ${each.why}`)
      onUnsigned(each)
    }
  }
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, rhythm)
      wake = () => (clearTimeout(timer), resolve())
    })
  const running = (async () => {
    while (!isOver) {
      await round()
      if (!isOver) await rest()
    }
  })()
  return {
    async stop() {
      isOver = true
      wake()
      await running
    },
  }
}
