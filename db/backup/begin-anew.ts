import type { Connection } from '../client.ts'
import { passingTables, passingTablesKept } from '../migrate.ts'

const idsBegin = Date.UTC(2026, 0, 1)

/**
 * Makes a restored database fit to be used. What was open when it was backed up (sign-ins, links) has ended since, or
 * may have to: it does not come alive again. Client ids go on behind every one that was ever given, in this database or
 * in any later life of it that is lost now: they follow the clock, a hundred for each second since 2026 began.
 */
export async function beginAnew({ sql }: Connection, now: Date): Promise<void> {
  const ids = Math.floor((now.getTime() - idsBegin) / 10)
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`
    for (const table of passingTables.filter((name) => !passingTablesKept.includes(name))) {
      await tx`delete from ${tx(table)}`
    }
    await tx`
      select setval(sequence, greatest(nextval(sequence), ${ids}::bigint), false)
      from pg_get_serial_sequence('room_client', 'client_id') as sequence`
  })
}
