import type { Connection } from './connection.ts'
import { acknowledgement } from './frames.ts'

/** Part of a content frame that waits for its commit; `update` is null when it told nothing new. */
export interface Waiting {
  readonly connection: Connection
  readonly update: Uint8Array | null
  readonly bytes: number
  /** Whether the frame is complete with it: only then it is acknowledged. */
  readonly isLast: boolean
}

/** One group per person and session; what one document instance wrote stays in its order, whoever is signed in. */
export function grouped(waiting: readonly Waiting[]): Waiting[][] {
  const groups: { readonly key: string; readonly clients: Set<number | null>; readonly waiting: Waiting[] }[] = []
  for (const each of waiting) {
    const { actor, clientId } = each.connection
    const key = `${actor.personId} ${actor.sessionId}`
    const own = groups.findLastIndex((group) => group.key === key)
    const after = groups.findLastIndex(({ clients }) => clients.has(clientId))
    const known = own >= after ? groups[own] : undefined
    const group = known ?? { key, clients: new Set(), waiting: [] }
    if (!known) groups.push(group)
    group.clients.add(clientId)
    group.waiting.push(each)
  }
  return groups.map((group) => group.waiting)
}

/** Counts the frames that are complete with these, and says so to their connections. */
export function acknowledge(waiting: readonly Waiting[]): void {
  const connections = new Set<Connection>()
  for (const { connection, bytes, isLast } of waiting) {
    if (!isLast) continue
    connection.durable += 1
    connection.waitingBytes -= bytes
    connections.add(connection)
  }
  for (const connection of connections) connection.send(acknowledgement(connection.durable))
}

/** How many frames of each connection are durable once these are. */
export function durableAfter(waiting: readonly Waiting[]): ReadonlyMap<Connection, number> {
  const counts = new Map<Connection, number>()
  for (const { connection, isLast } of waiting) {
    counts.set(connection, (counts.get(connection) ?? connection.durable) + (isLast ? 1 : 0))
  }
  return counts
}
