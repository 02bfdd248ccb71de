import { and, asc, eq, gt, ne } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { claimText } from '#db/schema/claims.ts'
import { entry } from '#db/schema/history.ts'
import { Problem } from '../../errors.ts'
import { withoutLetters } from '../../realtime/erased-letters.ts'
import { textKind, type Entry, type Subject } from '../entry.ts'
import { textEditsOf, toEntry } from '../store.ts'
import { withoutWords } from '../substitute.ts'

type Reader = Database | Transaction

/** An entry that holds words, and its payload without them. */
export interface Holding {
  readonly seq: number
  readonly kind: string
  readonly subject: Subject
  readonly payload: Uint8Array
}

const chunk = 500

/**
 * Every entry of a team that holds these words, or letters that ever stood in them, in order.
 * @throws {Problem} `invalid` when they stand where nothing can stand for them.
 */
export async function holding(db: Reader, teamId: string, words: string): Promise<Holding[]> {
  const found: Holding[] = []
  for await (const deed of deedsIn(db, teamId)) {
    const without = withoutWords(deed.kind, deed.payload, words)
    if (without && 'field' in without) throw untouchable(without.field)
    if (without) found.push(holdingOf(deed, without.payload))
  }
  const { claimId } = claimText
  for (const row of await db.select({ claimId }).from(claimText).where(eq(claimText.teamId, teamId))) {
    const edits = await textEditsOf(db, row.claimId)
    const without = withoutLetters(
      edits.map(({ payload }) => payload),
      words,
    )
    found.push(...edits.flatMap((edit, index) => (without[index] ? [holdingOf(edit, without[index])] : [])))
  }
  return found.toSorted((a, b) => a.seq - b.seq)
}

function holdingOf({ seq, kind, subject }: Entry, payload: Uint8Array): Holding {
  return { seq, kind, subject, payload }
}

async function* deedsIn(db: Reader, teamId: string): AsyncGenerator<Entry> {
  for (let after = 0; ;) {
    const rows = await db
      .select()
      .from(entry)
      .where(and(eq(entry.teamId, teamId), ne(entry.kind, textKind), gt(entry.seq, after)))
      .orderBy(asc(entry.seq))
      .limit(chunk)
    yield* rows.map(toEntry)
    const last = rows.at(-1)
    if (!last || rows.length < chunk) return
    after = last.seq
  }
}

const untouchable = (field: string) =>
  new Problem(
    'invalid',
    `These words stand in what the history cannot be read without (“${field}”). Choose more words, or others.`,
    { words: 'Choose more words, or others.' },
  )
