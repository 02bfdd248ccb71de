import { asc, eq, inArray } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { requestedChange, requestedChangeMove } from '#db/schema/review.ts'
import type { Noun } from '../../history/commands.ts'
import {
  requestedChangeAggregate,
  type RequestedChangeCommand,
  type RequestedChangeEvent,
  type RequestedChangeState,
} from '../requested-change.ts'

/** Requested changes with their tables. */
export const requestedChanges: Noun<RequestedChangeState, RequestedChangeCommand, RequestedChangeEvent> = {
  aggregate: requestedChangeAggregate,
  tables: { requestedChange, requestedChangeMove },
}

/** The requested changes of a report, the first one first, with their moves. */
export async function requestedChangesOf(db: Database | Transaction, reportId: string) {
  const changes = await db
    .select()
    .from(requestedChange)
    .where(eq(requestedChange.reportId, reportId))
    .orderBy(asc(requestedChange.requestedSeq))
  const ids = changes.map(({ id }) => id)
  const moves =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(requestedChangeMove)
          .where(inArray(requestedChangeMove.changeId, ids))
          .orderBy(asc(requestedChangeMove.seq))
  return { changes, moves }
}

/** Which team and report a requested change belongs to; null when there is none. */
export async function placeOfChange(db: Database | Transaction, id: string) {
  const [row] = await db
    .select({ teamId: requestedChange.teamId, reportId: requestedChange.reportId })
    .from(requestedChange)
    .where(eq(requestedChange.id, id))
  return row ?? null
}
