import { and, eq, exists, gte, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { entry, entryWord } from '#db/schema/history.ts'
import { textKind, type Entry } from '../entry.ts'
import { changedWords, isGoingOn, wordsOfDeed, type ChangedWords } from '../said.ts'

/** Keeps what deeds say to be looked for; edits of texts are kept where the texts are known. */
export async function keepDeeds(tx: Transaction, entries: readonly Entry[]): Promise<void> {
  const rows = entries
    .filter(({ kind }) => kind !== textKind)
    .flatMap(({ teamId, seq, kind, payload }) => {
      const said = wordsOfDeed(kind, JSON.parse(new TextDecoder().decode(payload)))
      return said.map((word) => ({ teamId, word, seq }))
    })
  await insert(tx, rows)
}

type Texts = Readonly<Record<string, string>>

/** The edits of one claim in one commit, and its texts before and after them, by name. */
export interface Typed {
  readonly entries: readonly Pick<Entry, 'teamId' | 'seq' | 'actor' | 'at'>[]
  readonly before: Texts
  readonly after: Texts
  /** The claim's edit before these. */
  readonly base: number
}

/** Keeps what was typed to be looked for. What several people typed in one commit is kept as what each of them did. */
export async function keepTyped(tx: Transaction, { entries, before, after, base }: Typed): Promise<void> {
  const [first, ...others] = entries
  if (!first) return
  const changes = Object.keys(after).map((name) => changedWords(before[name] ?? '', after[name] ?? ''))
  const words: string[] = []
  for (const change of changes) {
    if (others.length === 0 && isGoingOn(change) && (await goOn(tx, first, change, base))) continue
    words.push(...change.gone, ...change.come)
  }
  await insert(
    tx,
    entries.flatMap(({ teamId, seq }) => [...new Set(words)].map((word) => ({ teamId, word, seq }))),
  )
}

/** Somebody who types a word letter by letter leaves one word behind, not one for each letter. */
async function goOn(
  tx: Transaction,
  { teamId, seq, actor, at }: Pick<Entry, 'teamId' | 'seq' | 'actor' | 'at'>,
  { gone: [before = ''], come: [after = ''] }: ChangedWords,
  base: number,
): Promise<boolean> {
  const since = new Date(Date.parse(at) - 60_000).toISOString()
  const own = and(eq(entry.teamId, teamId), eq(entry.seq, base), eq(entry.actor, actor), gte(entry.at, since))
  const moved = await tx
    .update(entryWord)
    .set({ word: after, seq })
    .where(
      and(
        eq(entryWord.teamId, teamId),
        eq(entryWord.word, before),
        eq(entryWord.seq, base),
        exists(
          tx
            .select({ one: sql`1` })
            .from(entry)
            .where(own),
        ),
      ),
    )
    .returning({ seq: entryWord.seq })
  return moved.length > 0
}

async function insert(tx: Transaction, rows: readonly (typeof entryWord.$inferInsert)[]): Promise<void> {
  // A statement takes some ten thousand values at most.
  for (let start = 0; start < rows.length; start += 5_000) {
    await tx
      .insert(entryWord)
      .values(rows.slice(start, start + 5_000))
      .onConflictDoNothing()
  }
}
