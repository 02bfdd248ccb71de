import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { checkpoint, entry, teamHead } from '#db/schema/history.ts'
import { originOfTeam, type Checkpoint } from '../checkpoint.ts'
import { forkKinds, forksIn, readNumbered, type Fork, type NumberedCheckpoint } from '../fork.ts'
import { openNote } from '../note.ts'
import type { SignedNotes } from '../signing-folder.gateway.ts'
import { toEntry } from '../store/entry-row.ts'
import { consistencyRanges, isContinued, isSame, rootOf, unpacked, type Tree } from '../tree.ts'
import { rootsOf } from './tree.ts'

type Reader = Database | Transaction

const signerLock = sql`hashtextextended('plumbline signer', 0)`

/** Waits until nobody signs, or decides what may be signed; then nothing is signed until the end of the transaction. */
export async function lockSigning(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${signerLock})`)
}

/** The same without waiting; false while somebody else does. */
export async function tryLockSigning(tx: Transaction): Promise<boolean> {
  const [lock] = await tx.execute<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(${signerLock}) as mine`)
  return lock?.mine ?? false
}

/** How a team's history stands to what was signed of it last. */
export interface Standing {
  readonly now: Tree
  /** What was signed last, as far as is known here; null for nothing. */
  readonly last: LastSigned | null
  /** The fork by which that was left, while nothing is signed under the new origin. */
  readonly fork: Fork | null
  /** Why the history is not signed on from there: one sentence; null when it is. */
  readonly whyNot: string | null
}

interface LastSigned extends NumberedCheckpoint {
  readonly note: string
  readonly isOwn: boolean
}

/** How a team's history stands to what was signed of it last; null for a team without one. */
export async function standingOf(db: Reader, signing: SignedNotes, teamId: string): Promise<Standing | null> {
  const [head] = await db.select().from(teamHead).where(eq(teamHead.teamId, teamId))
  if (!head) return null
  const now = { size: head.seq, root: rootOf(unpacked(new Uint8Array(head.peaks))) }
  const kept = signing.last(teamId)
  const own = kept === null ? null : await read(signing, teamId, kept)
  if (kept !== null && !own) return { now, last: null, fork: null, whyNot: unreadable }
  const stored = await newestStored(db, signing, teamId)
  const last = stored && (!own || isFurther(stored, own)) ? stored : own
  const forks = await forksOf(db, teamId)
  const fork = forks.find(({ wrong, note }) => wrong === null && note === last?.note) ?? null
  return { now, last, fork, whyNot: await whyNotSign(db, { signing, teamId, now, last, isKept: last === own }) }
}

const unreadable = 'What was signed last cannot be read. Put its file back as it was, or take it away.'

async function read({ key }: SignedNotes, teamId: string, note: string): Promise<LastSigned | null> {
  const says = readNumbered(note, teamId)
  return says && { ...says, note, isOwn: (await openNote(note, key)) !== null }
}

async function newestStored(db: Reader, signing: SignedNotes, teamId: string): Promise<LastSigned | null> {
  const [row] = await db
    .select()
    .from(checkpoint)
    .where(eq(checkpoint.teamId, teamId))
    .orderBy(desc(checkpoint.origin), desc(checkpoint.seq))
    .limit(1)
  return row ? read(signing, teamId, row.note) : null
}

const isFurther = (one: NumberedCheckpoint, other: NumberedCheckpoint): boolean =>
  one.number === other.number ? one.size > other.size : one.number > other.number

/** The forks of a team that its entries confirm. */
export async function forksOf(db: Reader, teamId: string): Promise<Fork[]> {
  const { subjectType, subjectId, kind, seq } = entry
  const rows = await db
    .select()
    .from(entry)
    .where(and(eq(subjectType, 'team'), eq(subjectId, teamId), eq(entry.teamId, teamId), inArray(kind, [...forkKinds])))
    .orderBy(asc(seq))
  return forksIn(teamId, rows.map(toEntry))
}

interface Judged {
  readonly signing: SignedNotes
  readonly teamId: string
  readonly now: Tree
  readonly last: LastSigned | null
  /** Whether the last note lies where the key lies, and not in the database alone. */
  readonly isKept: boolean
}

async function whyNotSign(db: Reader, { signing, teamId, now, last, isKept }: Judged): Promise<string | null> {
  if (!last) return null
  if (!isKept) return `Entry ${last.size} was signed by somebody whose key, or whose last note, is not here.`
  if (!last.isOwn) return 'What was signed last was signed with another key.'
  const origin = originOfTeam(signing.key.name, teamId, last.number)
  if (last.origin !== origin) return `It was signed as ${last.origin} before, and is ${origin} now.`
  if (last.size > now.size) return `It has ${now.size} entries, and ${last.size} were signed before.`
  if (last.size === now.size) return isSame(last.root, now.root) ? null : rewritten(last)
  return (await goesOn(db, teamId, last, now)) ? null : rewritten(last)
}

const rewritten = ({ size }: Checkpoint) => `Its first ${size} entries are not those that were signed before.`

async function goesOn(db: Reader, teamId: string, before: Tree, now: Tree): Promise<boolean> {
  try {
    return isContinued(before, now, await rootsOf(db, teamId, consistencyRanges(before.size, now.size)))
  } catch {
    // What the proof is made from is gone.
    return false
  }
}
