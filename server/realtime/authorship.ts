import * as Y from 'yjs'
import { textNames, type TextName } from './protocol.ts'
import { overlap, recall, type Forgotten } from './recall.ts'

/** Words that one person wrote, and who brought them back if they had been deleted meanwhile. */
export interface Run {
  readonly text: string
  readonly writer: string
  readonly restoredBy: string | null
}

/** Whose words in one text an edit touched besides those of the person who made it. */
export interface Touched {
  readonly removed: readonly string[]
  readonly restored: readonly string[]
}

const nothingTouched: Touched = { removed: [], restored: [] }

/** One recorded edit of a claim's texts. */
export interface AuthoredEdit {
  readonly actor: string
  readonly payload: Uint8Array
}

/** Every letter that one document instance ever wrote, by its clock; nothing of text that came deleted already. */
interface Letters {
  readonly writer: string[]
  readonly restoredBy: (string | null)[]
  readonly deletedBy: (string | null)[]
  /** What put words back and went again unheard, in the order of its clocks, and the words that it put back. */
  readonly standIns: { readonly clock: number; readonly length: number; readonly first: Y.ID }[]
}

/** A new stretch of text, and where each of its letters was written first, if it brings old ones back. */
interface Stretch {
  readonly id: Y.ID
  readonly length: number
  readonly from: readonly (Y.ID | null)[]
}

/** Parts of one piece that was put back and has been parted since: how long they are, and how much of it was put back. */
interface Parted {
  readonly item: Y.Item
  readonly all: number
  readonly restored: number
}

/** How many letters that went unheard are reckoned with, before the place of those that stayed. */
const mostUnheard = 100

/** How many deletions of a person are remembered, for when they put the words back somewhere else. */
const remembered = 50

/**
 * Who wrote each letter of a claim's texts, told by the recorded edits alone, taken in order. Text that somebody
 * deleted and puts back, by undo or by paste, stays its writer's: "written by B, restored by A" (DESIGN §6.8). Words
 * that were pasted and cut down again before the server heard of them count as those of whoever pasted them.
 */
export class Authorship {
  readonly #doc = new Y.Doc({ gc: false })
  readonly #letters = new Map<number, Letters>()
  readonly #forgotten = new Map<string, Forgotten[]>()

  constructor() {
    for (const name of textNames) this.#doc.getText(name)
  }

  /** Takes in the next edit and tells whose words it removed and restored in each text. */
  apply({ actor, payload }: AuthoredEdit): (name: TextName) => Touched {
    const stretches = this.#newText(actor, payload)
    const touched = new Map<unknown, { removed: Set<string>; restored: Set<string> }>()
    const inText = (item: Y.Item | Y.GC) => {
      const text = item instanceof Y.Item ? item.parent : null
      const known = touched.get(text) ?? { removed: new Set(), restored: new Set() }
      touched.set(text, known)
      return known
    }
    // Before Yjs joins what was deleted with older deletions beside it.
    this.#doc.once('afterTransaction', (transaction: Y.Transaction) => {
      const deleted = new Set<Y.Item>()
      Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
        if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) deleted.add(struct)
      })
      for (const item of deleted) this.#delete(actor, item, inText(item).removed)
      this.#remember(actor, deleted)
    })
    const restored = stretches.map((stretch) => this.#write(actor, stretch))
    Y.applyUpdate(this.#doc, payload)
    for (const [index, { id }] of stretches.entries()) {
      for (const writer of restored[index] ?? []) inText(Y.getItem(this.#doc.store, id)).restored.add(writer)
    }
    const others = (people: ReadonlySet<string>) => [...people].filter((person) => person !== actor)
    return (name) => {
      const found = touched.get(this.#doc.getText(name))
      return found ? { removed: others(found.removed), restored: others(found.restored) } : nothingTouched
    }
  }

  /** A text as it stands, letter by letter, joined into runs. */
  runsOf(name: TextName): Run[] {
    const runs: Run[] = []
    for (const item of itemsOf(this.#doc, name)) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue
      const { writer, restoredBy } = this.#lettersOf(item.id.client)
      for (let index = 0; index < item.length; index += 1) {
        const at = item.id.clock + index
        const next = {
          text: item.content.str[index] ?? '',
          writer: writer[at] ?? '',
          restoredBy: restoredBy[at] ?? null,
        }
        const last = runs.at(-1)
        if (last?.writer !== next.writer || last.restoredBy !== next.restoredBy) runs.push(next)
        else runs[runs.length - 1] = { ...last, text: last.text + next.text }
      }
    }
    return runs
  }

  end(): void {
    this.#doc.destroy()
  }

  /** The stretches of text that an edit adds, looked at before it is applied. */
  #newText(actor: string, payload: Uint8Array): Stretch[] {
    const stretches: Stretch[] = []
    const { structs, ds } = Y.decodeUpdate(payload)
    const goes = ({ client, clock }: Y.ID) =>
      (ds.clients.get(client) ?? []).some((range) => range.clock <= clock && clock < range.clock + range.len)
    let before = null as Parted | null
    for (const item of structs) {
      const skipped = Math.max(0, Y.getState(this.#doc.store, item.id.client) - item.id.clock)
      if (!(item instanceof Y.Item) || skipped >= item.length) continue
      const start: Parted | null = before && isPartedFrom(before.item, item) ? before : null
      const text = item.content instanceof Y.ContentString ? item.content.str.slice(skipped) : null
      const length = item.length - skipped
      const right = behind(item.rightOrigin, (start?.all ?? 0) + skipped)
      const clock = item.id.clock + skipped
      const put = behind(item.rightOrigin, (start?.restored ?? 0) + skipped)
      // Its letters are gone: what was typed right before it is told apart only by not having been put back.
      if (text === null && put) this.#standFor(Y.createID(item.id.client, clock), length, put)
      const neighbours = [right, behind(item.rightOrigin, start?.restored ?? 0), item.rightOrigin]
      // Of what went before it unheard, any part may have been typed: only the rest of it was put back.
      const unheard = start && !(start.item.content instanceof Y.ContentString) ? Math.min(start.all, mostUnheard) : 0
      for (let offset = unheard; offset > 0; offset -= 1) neighbours.push(behind(item.rightOrigin, offset))
      const from = text === null ? [] : this.#sourcesOf(actor, text, neighbours, goes)
      const restored = text === null ? length : from.filter(Boolean).length
      before = { item, all: (start?.all ?? 0) + item.length, restored: (start?.restored ?? 0) + restored }
      if (text !== null) stretches.push({ id: Y.createID(item.id.client, clock), length, from })
    }
    return stretches
  }

  /** Where the letters were written first, by the neighbour that explains most of them. */
  #sourcesOf(
    actor: string,
    text: string,
    neighbours: readonly (Y.ID | null)[],
    goes: (id: Y.ID) => boolean,
  ): readonly (Y.ID | null)[] {
    const known = (ids: readonly (Y.ID | null)[]) => ids.filter((id) => id !== null).length
    const undone = neighbours.flatMap((right) => [this.#undone(right, text, goes) ?? []])
    const [best = []] = undone.toSorted((one, other) => known(other) - known(one))
    return best.length > 0 ? best : recall(text, this.#forgotten.get(actor) ?? [])
  }

  /**
   * Undo puts words right before the place where they were deleted (yjs UndoManager, redoItem); typing never stands
   * before deleted text. What was typed right before them, when they still stood, is one part with them.
   */
  #undone(right: Y.ID | null, text: string, goes: (id: Y.ID) => boolean): (Y.ID | null)[] | null {
    if (right === null) return null
    const ids: Y.ID[] = []
    let old = ''
    while (old.length < text.length) {
      const id = this.#firstOf(Y.createID(right.client, right.clock + old.length))
      const letter = this.#letterAt(id)
      if (!letter || !(this.#lettersOf(id.client).deletedBy[id.clock] || goes(id))) break
      old += letter
      ids.push(id)
    }
    const restored = overlap(text, old)
    if (restored === 0) return null
    const typed = text.length - restored
    return Array.from({ length: text.length }, (_, index) => ids[index - typed] ?? null)
  }

  /** Only for words that were there before: so that no two can stand for each other. */
  #standFor({ client, clock }: Y.ID, most: number, first: Y.ID): void {
    const written = first.client === client ? clock : Y.getState(this.#doc.store, first.client)
    const length = Math.min(most, written - first.clock)
    if (length > 0) this.#lettersOf(client).standIns.push({ clock, length, first })
  }

  /** What was put back and taken away again unheard has no letters left: it stands for those that it put back. */
  #firstOf(id: Y.ID): Y.ID {
    let first = id
    for (let next: Y.ID | null = id; next; next = this.#standsFor(next)) first = next
    return first
  }

  #standsFor({ client, clock }: Y.ID): Y.ID | null {
    const { standIns } = this.#lettersOf(client)
    const found = standIns.findLast((each) => each.clock <= clock)
    return found && clock < found.clock + found.length ? behind(found.first, clock - found.clock) : null
  }

  #letterAt({ client, clock }: Y.ID): string | null {
    if (clock >= Y.getState(this.#doc.store, client)) return null
    const item = Y.getItem(this.#doc.store, Y.createID(client, clock))
    const isText = item instanceof Y.Item && item.content instanceof Y.ContentString
    return isText ? ((item.content as Y.ContentString).str[clock - item.id.clock] ?? null) : null
  }

  #lettersOf(client: number): Letters {
    const known = this.#letters.get(client)
    if (known) return known
    const none: Letters = { writer: [], restoredBy: [], deletedBy: [], standIns: [] }
    this.#letters.set(client, none)
    return none
  }

  /** Notes who wrote new letters; answers the writers of those that were brought back. */
  #write(actor: string, { id, length, from }: Stretch): ReadonlySet<string> {
    const letters = this.#lettersOf(id.client)
    const restored = new Set<string>()
    for (let index = 0; index < length; index += 1) {
      const source = from[index]
      const writer = source ? (this.#lettersOf(source.client).writer[source.clock] ?? actor) : actor
      letters.writer[id.clock + index] = writer
      letters.restoredBy[id.clock + index] = writer === actor ? null : actor
      if (writer !== actor) restored.add(writer)
    }
    return restored
  }

  /** Notes who deleted letters, and adds their writers to those whose words went. */
  #delete(actor: string, { id, length }: Y.Item, writers: Set<string>): void {
    const { writer, deletedBy } = this.#lettersOf(id.client)
    for (let clock = id.clock; clock < id.clock + length; clock += 1) {
      deletedBy[clock] = actor
      writers.add(writer[clock] ?? actor)
    }
  }

  /** Keeps what was deleted in one go, in the order in which it stood. */
  #remember(actor: string, deleted: ReadonlySet<Y.Item>): void {
    const known = this.#forgotten.get(actor) ?? []
    for (const first of deleted) {
      if (!isFirst(first, deleted)) continue
      const ids: Y.ID[] = []
      let text = ''
      for (let item: Y.Item | null = first; item && item.deleted; item = item.right) {
        if (!deleted.has(item) || !(item.content instanceof Y.ContentString)) continue
        text += item.content.str
        for (let index = 0; index < item.length; index += 1) ids.push(Y.createID(item.id.client, item.id.clock + index))
      }
      known.unshift({ text, ids })
    }
    this.#forgotten.set(actor, known.slice(0, remembered))
  }
}

/** Whether nothing else of this deletion stands before it; older deletions take no room. */
function isFirst(item: Y.Item, deleted: ReadonlySet<Y.Item>): boolean {
  let left = item.left
  while (left?.deleted && !deleted.has(left)) left = left.left
  return left === null || !deleted.has(left)
}

const behind = (id: Y.ID | null, offset: number): Y.ID | null => id && Y.createID(id.client, id.clock + offset)

/** Whether two parts were written as one: cut apart, the second hangs on the first and has the same right neighbour. */
function isPartedFrom(first: Y.Item, second: Y.Item): boolean {
  const end = first.id.clock + first.length
  const hangs = second.origin?.client === first.id.client && second.origin.clock === end - 1
  return hangs && second.id.clock === end && Y.compareIDs(first.rightOrigin, second.rightOrigin)
}

function* itemsOf(doc: Y.Doc, name: TextName): Generator<Y.Item> {
  // oxlint-disable-next-line no-underscore-dangle -- where a list of parts begins is told by nothing else
  for (let item = doc.getText(name)._start; item; item = item.right) yield item
}
