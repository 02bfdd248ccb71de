import * as Y from 'yjs'
import { textNames } from './protocol.ts'
import { scan } from './scan.ts'

/** What one frame may hold. Far above what honest editing makes, far below what could stall the server. */
export const frameLimits = { bytes: 1_048_576, structs: 20_000, deleteRanges: 50_000, newClocks: 1_000_000 } as const

/** The next clock of each client, committed and in flight. */
export type StateOf = (client: number) => number

/** A stretch of one client's text that an edit deletes. */
export interface Deletion {
  readonly client: number
  readonly clock: number
  readonly len: number
}

/** What an edit holds: its new parts, in the writer's order, and everything that it deletes, each letter once. */
export interface Contents {
  readonly parts: readonly Y.Item[]
  readonly deletions: readonly Deletion[]
}

/** The contents of an update, or a sentence that says why it is refused whole. */
export type Judgement = Contents | { readonly refused: string }

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
type Id = { client: number; clock: number }

const refuse = (refused: string): Judgement => ({ refused })
const rootNames: readonly string[] = textNames

/**
 * Judges an update before it touches any document: only plain text in the three roots, only new content written
 * under this connection's own client id, without a gap, and deletions only of what exists.
 */
export function judge(update: Uint8Array, clientId: number, stateOf: StateOf): Judgement {
  if (update.byteLength > frameLimits.bytes) return refuse('The edit is larger than one frame may be.')
  try {
    const unfit = scan(update, frameLimits)
    if (unfit) return refuse(unfit)
    const { structs, ds } = Y.decodeUpdate(update)
    const news = newsIn(structs, clientId, stateOf)
    if (typeof news === 'string') return refuse(news)
    const deletions = [...Y.mergeDeleteSets([ds]).clients].flatMap(([client, ranges]) =>
      ranges.map(({ clock, len }) => ({ client, clock, len })),
    )
    const wrong = wrongDeletion(deletions, (client) => (client === clientId ? news.end : stateOf(client)))
    return wrong ? refuse(wrong) : { parts: news.parts, deletions }
  } catch {
    return refuse('The edit cannot be read.')
  }
}

/** The new parts and the writer's next clock after them, or why they are refused. */
function newsIn(
  structs: readonly Struct[],
  clientId: number,
  stateOf: StateOf,
): { parts: readonly Y.Item[]; end: number } | string {
  const start = stateOf(clientId)
  const parts: Y.Item[] = []
  let end = start
  for (const struct of structs) {
    if (!isPlain(struct)) return wrongForm(struct)
    const after = struct.id.clock + struct.length
    if (after <= stateOf(struct.id.client)) continue
    if (struct.id.client !== clientId) return 'The edit has text under a name that is not the writer’s.'
    if (struct.id.clock > end) return 'The edit leaves a gap in the writer’s text.'
    if (!areKnown(struct, stateOf)) return 'The edit stands beside text that does not exist.'
    parts.push(struct)
    end = Math.max(end, after)
  }
  return end - start > frameLimits.newClocks ? 'The edit is longer than one frame may be.' : { parts, end }
}

/** Whether this is a stretch of plain text, or of text that was deleted meanwhile, in one of the three roots. */
function isPlain(struct: Struct): struct is Y.Item {
  if (!(struct instanceof Y.Item) || struct.length <= 0 || struct.parentSub !== null) return false
  if (!Number.isSafeInteger(struct.id.clock + struct.length)) return false
  const { content } = struct
  const isText = content instanceof Y.ContentString ? isWritable(content.str) : content instanceof Y.ContentDeleted
  const parent: unknown = struct.parent
  if (parent === null) return isText && (struct.origin !== null || struct.rightOrigin !== null)
  return isText && typeof parent === 'string' && rootNames.includes(parent)
}

/** PostgreSQL stores no NUL; editors count CR LF as one letter, Yjs as two, so that everybody would type beside it. */
const isWritable = (text: string): boolean => !/[\0\r]/u.test(text)

function wrongForm(struct: Struct): string {
  if (struct.length <= 0) return 'The edit cannot be read.'
  const parent: unknown = struct instanceof Y.Item ? struct.parent : null
  if (typeof parent === 'string' && !rootNames.includes(parent)) return 'The edit belongs to an unknown text.'
  return struct instanceof Y.Skip
    ? 'The edit leaves a gap in the writer’s text.'
    : 'The edit holds something other than plain text.'
}

function areKnown(item: Y.Item, stateOf: StateOf): boolean {
  const isKnown = (id: Id | null): boolean =>
    id === null || id.clock < (id.client === item.id.client ? item.id.clock : stateOf(id.client))
  return isKnown(item.origin) && isKnown(item.rightOrigin)
}

function wrongDeletion(deletions: readonly Deletion[], endOf: StateOf): string | null {
  const exists = ({ client, clock, len }: Deletion) => len > 0 && clock + len <= endOf(client)
  return deletions.every(exists) ? null : 'The edit deletes text that does not exist.'
}
