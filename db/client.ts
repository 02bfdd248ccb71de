import type { Socket } from 'node:net'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { openSocket, type Wanted } from './socket.ts'

export type Database = PostgresJsDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

export interface Connection {
  db: Database
  sql: postgres.Sql
  close(): Promise<void>
}

/** Where a database listens: a URL, or the socket folder of the embedded one. */
export type Address = string | { host: string; port: number; user: string; password: string; database: string }

/** Whether one server is reached without encryption: else the driver alone knows how to open its sockets. */
const isPlain = (address: Address): boolean =>
  typeof address !== 'string' || !/[?&]ssl(?:mode)?=(?!disable)|@[^/?]*,/u.test(address)

/**
 * Opens a pool. Commits are durable before they are answered (`synchronous_commit = on`). A connection that is silent
 * for longer than any statement may take is given up, unless it `isPatient`: tools wait as long as they must.
 */
export function connect(address: Address, options: { max?: number; isPatient?: boolean } = {}): Connection {
  const settings: postgres.Options<Record<string, postgres.PostgresType>> & { socket?: (wanted: Wanted) => Socket } = {
    max: options.max ?? 10,
    onnotice: () => {},
    connect_timeout: 10,
    // Asked at the start of every connection, and a failure of it would be nobody's: the process would end with it.
    // Drizzle reads arrays without it.
    fetch_types: false,
    // The database comes back when it comes back: whoever waits for it must not wait longer than half a second more.
    backoff: () => 0.5,
    ...(!options.isPatient && isPlain(address) && { socket: openSocket }),
    // The driver would renew a connection after half an hour, and end with it what a tool began on it.
    ...(options.isPatient && { max_lifetime: null }),
    connection: {
      application_name: 'plumbline',
      synchronous_commit: 'on',
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      lock_timeout: 5_000,
    },
  }
  const sql = typeof address === 'string' ? postgres(address, settings) : postgres({ ...address, ...settings })
  return { db: drizzle(sql), sql, close: () => sql.end({ timeout: 5 }) }
}
