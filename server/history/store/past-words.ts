import { and, asc, eq, gt, ne, notExists, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { entry, entryWord, teamHead } from '#db/schema/history.ts'
import { startReplay } from '../../realtime/replay.ts'
import { textKind } from '../entry.ts'
import { lockHead, textEditsOf, toEntry } from '../store.ts'
import { keepDeeds, keepTyped } from './words.ts'

/** So many entries are read at once. */
const atOnce = 500

/**
 * Keeps the words of all entries of those teams of which none are kept: of what was recorded before words were, or after they
 * were thrown away. Each team is done whole or not at all, and records nothing meanwhile.
 */
export async function keepPastWords(db: Database, now: Date, say: (sentence: string) => void): Promise<void> {
  const kept = db
    .select({ one: sql`1` })
    .from(entryWord)
    .where(eq(entryWord.teamId, teamHead.teamId))
  const teams = await db.select({ teamId: teamHead.teamId }).from(teamHead).where(notExists(kept))
  if (teams.length > 0) say('Reading the history, so that it can be searched …')
  for (const { teamId } of teams) {
    await db.transaction(async (tx) => {
      await lockHead(tx, teamId, now)
      await keepAllDeeds(tx, teamId)
      await keepAllTyped(tx, teamId)
    })
  }
}

async function keepAllDeeds(tx: Transaction, teamId: string): Promise<void> {
  for (let after = 0; ;) {
    const rows = await tx
      .select()
      .from(entry)
      .where(and(eq(entry.teamId, teamId), gt(entry.seq, after), ne(entry.kind, textKind)))
      .orderBy(asc(entry.seq))
      .limit(atOnce)
    await keepDeeds(tx, rows.map(toEntry))
    const last = rows.at(-1)
    if (!last) return
    after = last.seq
  }
}

async function keepAllTyped(tx: Transaction, teamId: string): Promise<void> {
  const typedIn = await tx
    .selectDistinct({ claimId: entry.subjectId })
    .from(entry)
    .where(and(eq(entry.teamId, teamId), eq(entry.kind, textKind)))
  for (const { claimId } of typedIn) {
    const replay = startReplay()
    try {
      let [before, base] = [replay.texts(), 0]
      for (const edit of await textEditsOf(tx, claimId)) {
        replay.apply(edit.payload)
        const after = replay.texts()
        await keepTyped(tx, { entries: [edit], before, after, base })
        ;[before, base] = [after, edit.seq]
      }
    } finally {
      replay.end()
    }
  }
}
