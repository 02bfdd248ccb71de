import { desc, eq, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { checkpoint, teamHead } from '#db/schema/history.ts'
import { checkpointText, originOfTeam, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import { openNote } from './note.ts'
import { rootsOf } from './queries/tree.ts'
import type { SigningFolder } from './signing-folder.gateway.ts'
import { consistencyRanges, isContinued, isSame, rootOf, unpacked } from './tree.ts'

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
 * that does not begin with all that was signed before: what stands then is said, and the last note stays as it is.
 */
export async function signHistories({ db, folder }: SignerOptions): Promise<Unsigned[]> {
  const unsigned: Unsigned[] = []
  for (const teamId of await teamsToSign(db)) {
    const why = await db.transaction(async (tx) => {
      const [lock] = await tx.execute<{ mine: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtextextended('plumbline signer', 0)) as mine`,
      )
      return lock?.mine ? signHistory(tx, { folder, teamId, origin: originOfTeam(folder.key.name, teamId) }) : null
    })
    if (why !== null) unsigned.push({ teamId, why })
  }
  return unsigned
}

/** The teams whose head is not that of their newest checkpoint. */
async function teamsToSign(db: Database): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select h.team_id as id from team_head h
    where h.seq is distinct from (select max(c.seq) from checkpoint c where c.team_id = h.team_id) and h.seq > 0
    order by h.team_id`)
  return rows.map(({ id }) => id)
}

interface ToSign {
  readonly folder: SigningFolder
  readonly teamId: string
  readonly origin: string
}

async function signHistory(tx: Transaction, { folder, teamId, origin }: ToSign): Promise<string | null> {
  const [head] = await tx.select().from(teamHead).where(eq(teamHead.teamId, teamId))
  if (!head) return null
  const now = { origin, size: head.seq, root: rootOf(unpacked(new Uint8Array(head.peaks))) }
  const last = folder.last(teamId)
  const why = await whyNotSign(tx, { folder, teamId }, now, last)
  if (why !== null) return why
  const before = last === null ? null : await read(folder, last)
  const note = before?.size === now.size && last !== null ? last : folder.signed(checkpointText(now))
  // Kept first: what anybody was shown is what the next one must go on from.
  folder.keep(teamId, note)
  await tx.insert(checkpoint).values({ teamId, seq: now.size, note }).onConflictDoNothing()
  return null
}

async function read({ key }: SigningFolder, note: string): Promise<Checkpoint | null> {
  const text = await openNote(note, key)
  return text === null ? null : readCheckpoint(text)
}

async function whyNotSign(
  tx: Transaction,
  { folder, teamId }: Omit<ToSign, 'origin'>,
  now: Checkpoint,
  last: string | null,
): Promise<string | null> {
  const [stored] = await tx
    .select()
    .from(checkpoint)
    .where(eq(checkpoint.teamId, teamId))
    .orderBy(desc(checkpoint.seq))
    .limit(1)
  const before = last === null ? null : await read(folder, last)
  if (last !== null && !before) return 'What was signed last cannot be read, or was signed with another key.'
  if (stored && stored.seq > (before?.size ?? 0)) {
    return `Entry ${stored.seq} was signed by somebody whose key, or whose last note, is not here.`
  }
  if (!before) return null
  if (before.origin !== now.origin) return `It was signed as ${before.origin} before, and is ${now.origin} now.`
  if (before.size > now.size) return `It has ${now.size} entries, and ${before.size} were signed before.`
  if (before.size === now.size) return isSame(before.root, now.root) ? null : rewritten(before)
  return (await goesOn(tx, teamId, before, now)) ? null : rewritten(before)
}

const rewritten = ({ size }: Checkpoint) => `Its first ${size} entries are not those that were signed before.`

async function goesOn(tx: Transaction, teamId: string, before: Checkpoint, now: Checkpoint): Promise<boolean> {
  try {
    return isContinued(before, now, await rootsOf(tx, teamId, consistencyRanges(before.size, now.size)))
  } catch {
    // What the proof is made from is gone.
    return false
  }
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
