import { sql, type SQL } from 'drizzle-orm'

/** What is recorded of a claim or a report without anybody working on it. */
const noWork = ['hold.place', 'hold.lift', 'retention.keep', 'retention.review', 'history.take']

/** Whether an entry of this kind is somebody's work on what it is about. */
export const isWork = (kind: SQL): SQL =>
  sql`${kind} not in (${sql.join(
    noWork.map((each) => sql`${each}`),
    sql`, `,
  )})`
