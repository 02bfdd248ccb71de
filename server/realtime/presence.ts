import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Actor } from '../policy/can.ts'
import type { Connection } from './connection.ts'
import { textNames, type Presence, type TextName } from './protocol.ts'

const largestState = 2_048

/** Pairs that stay readable as caret and as selection on light and dark ground. */
const palette = [
  ['#1c7ed6', '#1c7ed633'],
  ['#c2255c', '#c2255c33'],
  ['#2b8a3e', '#2b8a3e33'],
  ['#d9480f', '#d9480f33'],
  ['#7048e8', '#7048e833'],
  ['#0c8599', '#0c859933'],
  ['#a8680a', '#a8680a33'],
  ['#ae3ec9', '#ae3ec933'],
] as const

/** How others see this person; the same colours in every room. */
export function userOf(actor: Pick<Actor, 'personId' | 'name'>): Presence['user'] {
  let hash = 0
  for (let index = 0; index < actor.personId.length; index += 1) {
    hash = (hash * 31 + actor.personId.charCodeAt(index)) >>> 0
  }
  const [color, colorLight] = palette[hash % palette.length] ?? palette[0]
  return { personId: actor.personId, name: actor.name, color, colorLight }
}

/** A socket as a board knows it. */
export type Teller = Pick<Connection, 'tellsAs' | 'presenceId'> & { readonly actor: Pick<Actor, 'personId' | 'name'> }

/**
 * Ids that are given here lie above every client id of a document, else a page would take somebody for itself: after a
 * restore those follow the clock, and reach this in some 90,000 years. The protocol carries whole numbers up to 2 ** 53.
 */
const firstId = 2 ** 48

/**
 * Who is in a room. Clocks are given here: a page that reconnects would otherwise repeat a clock that the others
 * have already seen end.
 */
export class PresenceBoard {
  readonly #states = new Map<number, string>()
  readonly #changed = new Set<number>()
  #clock = 0
  #nextId = firstId

  /** Gives a socket the id under which the others will see it. */
  enter(teller: Teller): void {
    teller.presenceId = this.#nextId
    this.#nextId += 1
  }

  /** Takes over what a socket tells of itself; anything it tells of others is passed over. Says if it changed. */
  tell(teller: Teller, message: Uint8Array, now: number): boolean {
    const own = ownState(teller, message)
    if (!own || own.json.length > largestState) return false
    teller.tellsAs = own.id
    const state = allowedState(own.json)
    this.#clock = Math.max(this.#clock + 1, now)
    if (state) this.#states.set(teller.presenceId, JSON.stringify({ ...state, user: userOf(teller.actor) }))
    else this.#states.delete(teller.presenceId)
    this.#changed.add(teller.presenceId)
    return true
  }

  /** Takes a socket that closed off the board. */
  leave(teller: Teller, now: number): boolean {
    const id = teller.presenceId
    if (!this.#states.delete(id)) return false
    this.#clock = Math.max(this.#clock + 1, now)
    this.#changed.add(id)
    return true
  }

  /** The claim that a socket tells it shows, or null. */
  claimOf({ presenceId }: Pick<Teller, 'presenceId'>): string | null {
    const state = this.#states.get(presenceId)
    return state === undefined ? null : ((JSON.parse(state) as Presence).claimId ?? null)
  }

  /** Everyone, for somebody who joins; null when nobody is here. */
  everyone(now: number): Uint8Array | null {
    this.#clock = Math.max(this.#clock + 1, now)
    return this.#states.size > 0 ? this.#encoded([...this.#states.keys()]) : null
  }

  /** Whose presence changed since this was last asked. */
  takeChanges(): ReadonlySet<number> {
    const changed = new Set(this.#changed)
    this.#changed.clear()
    return changed
  }

  /** How these are now, gone ones included, without one of them; null when nobody is left to tell of. */
  about(ids: Iterable<number>, except: number | null): Uint8Array | null {
    const told = [...ids].filter((id) => id !== except)
    return told.length > 0 ? this.#encoded(told) : null
  }

  #encoded(ids: readonly number[]): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, ids.length)
      for (const id of ids) {
        encoding.writeVarUint(encoder, id)
        encoding.writeVarUint(encoder, this.#clock)
        encoding.writeVarString(encoder, this.#states.get(id) ?? 'null')
      }
    })
  }
}

/** A page repeats what it hears of others, under ids that are theirs; the first that it tells alone is its own. */
function ownState({ tellsAs }: Teller, message: Uint8Array): { id: number; json: string } | null {
  const decoder = decoding.createDecoder(message)
  const count = decoding.readVarUint(decoder)
  for (let index = 0; index < count; index += 1) {
    const id = decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    const json = decoding.readVarString(decoder)
    if (tellsAs === null ? count === 1 && json !== 'null' && id < firstId : id === tellsAs) return { id, json }
  }
  return null
}

/** Rebuilds a state from what may be told. Pages of others read it, so nothing passes unlooked at. */
function allowedState(json: string): Omit<Presence, 'user'> | null {
  const told: unknown = JSON.parse(json)
  if (typeof told !== 'object' || told === null) return null
  const { cursor, claimId, field } = told as Record<string, unknown>
  return {
    ...(cursor === undefined ? {} : { cursor: allowedCursor(cursor) }),
    ...(typeof claimId === 'string' && claimId.length <= 64 ? { claimId } : {}),
    ...(textNames.includes(field as TextName) ? { field: field as TextName } : {}),
  }
}

function allowedCursor(cursor: unknown): unknown {
  if (typeof cursor !== 'object' || cursor === null) return null
  const { anchor, head } = cursor as Record<string, unknown>
  const ends = { anchor: allowedPosition(anchor), head: allowedPosition(head) }
  return ends.anchor && ends.head ? ends : null
}

function allowedPosition(position: unknown): unknown {
  if (typeof position !== 'object' || position === null) return null
  const { type, tname, item, assoc } = position as Record<string, unknown>
  const isName = textNames.includes(tname as TextName)
  if (!isName && !allowedId(type) && !allowedId(item)) return null
  return {
    type: allowedId(type),
    tname: isName ? tname : null,
    item: allowedId(item),
    assoc: assoc === -1 ? -1 : 0,
  }
}

function allowedId(id: unknown): { client: number; clock: number } | null {
  if (typeof id !== 'object' || id === null) return null
  const { client, clock } = id as Record<string, unknown>
  const isId = [client, clock].every((part) => Number.isSafeInteger(part) && (part as number) >= 0)
  return isId ? { client: client as number, clock: clock as number } : null
}
