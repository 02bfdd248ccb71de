import type { Database, Transaction } from '#db/client.ts'
import { claimSnapshot } from '#db/schema/realtime.ts'

/** What a test does on the ways between a room and its database. */
export interface Watch {
  /** Edits were committed; the server does not know it yet. What is thrown here is all that it hears. */
  readonly onCommitted?: () => void | Promise<void>
  /** A snapshot is about to be stored. */
  readonly onSnapshot?: () => void
}

/** The same database, watched on its ways. */
export function watchDatabase(db: Database, { onCommitted, onSnapshot }: Watch): Database {
  const watched = <Within extends Database | Transaction>(within: Within, more: Partial<Within> = {}): Within => {
    const insert = (table: typeof claimSnapshot) => {
      if (table === claimSnapshot) onSnapshot?.()
      return within.insert(table)
    }
    const ways: Record<string | symbol, unknown> = { insert, ...more }
    return new Proxy(within, { get: (target, name) => ways[name] ?? (Reflect.get(target, name, target) as unknown) })
  }
  const transaction: Database['transaction'] = async (work, config) => {
    const done = await db.transaction((tx) => work(watched(tx)), config)
    const isTextCommit = typeof done === 'object' && done !== null && 'entries' in done && 'closed' in done
    if (isTextCommit) await onCommitted?.()
    return done
  }
  return watched(db, { transaction })
}
