import type { entry } from '#db/schema/history.ts'
import type { Entry, Subject } from '../entry.ts'

type EntryRow = typeof entry.$inferSelect

/** An entry as it was read from its row. */
export function toEntry(row: EntryRow): Entry {
  // Named one by one: to copy the rest of a row takes several times as long, and there may be a million of them.
  return {
    teamId: row.teamId,
    seq: row.seq,
    version: row.version,
    subject: { type: row.subjectType as Subject['type'], id: row.subjectId },
    previous: row.previous && new Uint8Array(row.previous),
    kind: row.kind,
    at: row.at,
    actor: row.actor,
    session: row.session,
    payloadHash: new Uint8Array(row.payloadHash),
    salt: new Uint8Array(row.salt),
    payload: new Uint8Array(row.payload),
    hash: new Uint8Array(row.hash),
  }
}

/** The row in which an entry lies. */
export function toRow({ subject, ...rest }: Entry): EntryRow {
  return { ...rest, subjectType: subject.type, subjectId: subject.id }
}
