import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import { activity } from '#db/schema/history.ts'
import { dayOf } from '../days.ts'
import type { Entry } from '../entry.ts'

/** Counts entries that were just appended, under the lock of their team's head. */
export async function count(tx: Transaction, entries: readonly Entry[]): Promise<void> {
  const rows = new Map<string, typeof activity.$inferInsert>()
  for (const { teamId, seq, at, actor, kind, subject } of entries) {
    for (const subjectId of ['', subject.id]) {
      const day = dayOf(at)
      const key = JSON.stringify([subjectId, day, actor, kind])
      const recorded = (rows.get(key)?.recorded ?? 0) + 1
      rows.set(key, { teamId, subjectId, day, actor, kind, recorded, seq })
    }
  }
  const { teamId, subjectId, day, actor, kind } = activity
  await tx
    .insert(activity)
    .values([...rows.values()])
    .onConflictDoUpdate({
      target: [teamId, subjectId, day, actor, kind],
      set: { recorded: sql`${activity.recorded} + excluded.recorded`, seq: sql`excluded.seq` },
    })
}
