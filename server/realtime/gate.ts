import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { textNames } from './protocol.ts'

/** What one frame may hold. Far above what honest editing makes, far below what could stall the server. */
export const frameLimits = { bytes: 1_048_576, structs: 20_000, deleteRanges: 50_000, newClocks: 1_000_000 } as const

/** The next clock of each client, committed and in flight. */
export type StateOf = (client: number) => number

/** `fits`: the update may be applied. Otherwise a sentence that says why it is refused whole. */
export type Judgement = { readonly fits: true } | { readonly fits: false; readonly refused: string }

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
type Id = { client: number; clock: number }

const fits: Judgement = { fits: true }
const refuse = (refused: string): Judgement => ({ fits: false, refused })
const rootNames: readonly string[] = textNames

/**
 * Judges an update before it touches any document: only plain text in the three roots, only new content written
 * under this connection's own client id, without a gap, and deletions only of what exists.
 */
export function judge(update: Uint8Array, clientId: number, stateOf: StateOf): Judgement {
  if (update.byteLength > frameLimits.bytes) return refuse('The edit is larger than one frame may be.')
  try {
    if (claimsTooMuch(update)) return refuse('The edit has too many parts.')
    const { structs, ds } = Y.decodeUpdate(update)
    if (structs.length > frameLimits.structs) return refuse('The edit has too many parts.')
    const end = endOfStructs(structs, clientId, stateOf)
    if (typeof end === 'string') return refuse(end)
    const wrong = wrongDeletion(ds.clients, (client) => (client === clientId ? end : stateOf(client)))
    return wrong ? refuse(wrong) : fits
  } catch {
    return refuse('The edit cannot be read.')
  }
}

/** Looks at the counts that the head of an update announces, so that no hostile count is decoded at all. */
function claimsTooMuch(update: Uint8Array): boolean {
  const decoder = decoding.createDecoder(update)
  const clients = decoding.readVarUint(decoder)
  return clients > 1_000 || (clients > 0 && decoding.readVarUint(decoder) > frameLimits.structs)
}

/** The writer's next clock after these structs, or why they are refused. */
function endOfStructs(structs: readonly Struct[], clientId: number, stateOf: StateOf): number | string {
  const start = stateOf(clientId)
  let end = start
  for (const struct of structs) {
    const wrong = wrongForm(struct)
    if (wrong) return wrong
    const after = struct.id.clock + struct.length
    if (after <= stateOf(struct.id.client)) continue
    if (struct.id.client !== clientId) return 'The edit has text under a name that is not the writer’s.'
    if (struct.id.clock > end) return 'The edit leaves a gap in the writer’s text.'
    if (struct instanceof Y.Item && !areKnown(struct, stateOf))
      return 'The edit stands beside text that does not exist.'
    end = Math.max(end, after)
  }
  return end - start > frameLimits.newClocks ? 'The edit is longer than one frame may be.' : end
}

function wrongForm(struct: Struct): string | null {
  if (struct.length <= 0 || !Number.isSafeInteger(struct.id.clock + struct.length)) return 'The edit cannot be read.'
  if (struct instanceof Y.GC) return null
  if (!(struct instanceof Y.Item)) return 'The edit leaves a gap in the writer’s text.'
  const { content, parentSub } = struct
  const parent: unknown = struct.parent
  if (content instanceof Y.ContentString ? content.str.includes('\0') : !(content instanceof Y.ContentDeleted)) {
    return 'The edit holds something other than plain text.'
  }
  if (parentSub !== null) return 'The edit holds something other than plain text.'
  if (parent === null) return struct.origin || struct.rightOrigin ? null : 'The edit belongs to no text.'
  return typeof parent === 'string' && rootNames.includes(parent) ? null : 'The edit belongs to an unknown text.'
}

function areKnown(item: Y.Item, stateOf: StateOf): boolean {
  const isKnown = (id: Id | null): boolean =>
    id === null || id.clock < (id.client === item.id.client ? item.id.clock : stateOf(id.client))
  return isKnown(item.origin) && isKnown(item.rightOrigin)
}

function wrongDeletion(
  clients: ReadonlyMap<number, readonly { clock: number; len: number }[]>,
  endOf: StateOf,
): string | null {
  let ranges = 0
  for (const [client, deletions] of clients) {
    const end = endOf(client)
    ranges += deletions.length
    if (ranges > frameLimits.deleteRanges) return 'The edit has too many parts.'
    if (deletions.some(({ clock, len }) => len <= 0 || !(clock + len <= end))) {
      return 'The edit deletes text that does not exist.'
    }
  }
  return null
}
