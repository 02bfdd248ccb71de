import { madeFor } from '../identity/made-for.ts'

/** The room that an upgrade asks for. */
export interface RoomTarget {
  readonly type: 'claim' | 'report'
  readonly id: string
  /** The client id of a writer. */
  readonly client: number | null
  /** The last seq that a page of a report knows. */
  readonly after: number | null
  /** Whom the page was made for, and in which team. */
  readonly as: string | null
}

const form = /^\/rooms\/(claim|report)\/([A-Za-z0-9_-]{1,64})(?:\?(.*))?$/

/** Reads the address of a room, or null when it is none. */
export function parseTarget(url: string | undefined): RoomTarget | null {
  const [, type, id, query] = form.exec(url ?? '') ?? []
  if ((type !== 'claim' && type !== 'report') || !id) return null
  const params = new URLSearchParams(query)
  const client = countOf(params.get('client'))
  const after = countOf(params.get('after'))
  if (client === undefined || after === undefined) return null
  return { type, id, client, after, as: params.get(madeFor.parameter) }
}

/** A whole number, null when absent, undefined when malformed. */
function countOf(text: string | null): number | null | undefined {
  if (text === null || text === '') return null
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
