import * as Y from 'yjs'
import type { Step } from '../history/marks.ts'
import { textNames, type TextName } from './protocol.ts'
import { stretchName, type KeptSources } from './kept-sources.ts'
import { Letters, type Run, type Sources } from './letters.ts'
import { LostText } from './lost-text.ts'
import { partOf, type Piece } from './piece.ts'
import { stepsOf } from './steps.ts'
import { putBack, recall, type Forgotten, type OldLetter } from './recall.ts'

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

/** A new stretch of text, and where each of its letters was written first, if it brings old ones back. */
interface Stretch {
  readonly id: Y.ID
  readonly text: string
  /** Where its letters were written first, if it was put right before the place where they were deleted. */
  readonly from: Sources | null
}

/** Who deleted a letter, in earlier edits or in this one; null while it stands. */
type GoneBy = (id: Y.ID) => string | null

/** So many letters are looked at for what one edit may have put back, so that none takes long to tell. */
const mostLooks = 50_000

/** How much of what a person deleted is remembered, for when they put the words back somewhere else. */
const remembered = { deletions: 50, letters: 100_000 } as const

/**
 * Who wrote each letter of a claim's texts, told by the recorded edits alone, taken in order. Text that somebody
 * deleted and puts back, by undo or by paste, stays its writer's: "written by B, restored by A" (DESIGN §6.8). Where the
 * edits do not tell that it was put back, it is that of whoever sent it (docs/decisions/004).
 */
export class Authorship {
  readonly #doc = new Y.Doc({ gc: false })
  readonly #letters = new Letters()
  readonly #lost = new LostText()
  #edits = 0
  #changed: readonly TextName[] = []
  #kept: KeptSources = new Map()
  #stretches: { readonly id: Y.ID; readonly from: Sources }[] = []
  /** How many letters may still be looked at for the edit in hand. */
  #looks = 0
  readonly #forgotten = new Map<string, Forgotten[]>()

  constructor() {
    for (const name of textNames) this.#doc.getText(name)
  }

  /** Takes in the next edit and tells whose words it removed and restored in each text. */
  apply({ actor, payload }: AuthoredEdit): (name: TextName) => Touched {
    this.#edits += 1
    this.#looks = mostLooks
    this.#changed = []
    this.#stretches = []
    const deed = { actor, edit: this.#edits }
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
      const changed: ReadonlyMap<unknown, unknown> = transaction.changed
      this.#changed = textNames.filter((name) => changed.has(this.#doc.getText(name)))
      for (const item of deleted) this.#letters.delete(deed, item, inText(item).removed)
      this.#remember(actor, deleted)
    })
    Y.applyUpdate(this.#doc, payload)
    for (const { id, text, from } of stretches) {
      const { restored } = inText(Y.getItem(this.#doc.store, id))
      const told = together(from, recall(text, this.#forgotten.get(actor) ?? []))
      const sources = this.#kept.get(stretchName(id)) ?? told
      this.#stretches.push({ id, from: sources })
      for (const writer of this.#letters.write(deed, id, sources)) restored.add(writer)
    }
    const others = (people: ReadonlySet<string>) => [...people].filter((person) => person !== actor)
    return (name) => {
      const found = touched.get(this.#doc.getText(name))
      return found ? { removed: others(found.removed), restored: others(found.restored) } : nothingTouched
    }
  }

  /** Goes by what was kept of edits that were erased in part, of all that are taken in from now on. */
  know(kept: KeptSources): void {
    this.#kept = kept
  }

  /** The new stretches of text of the newest edit, and where each of their letters was written first. */
  get stretches(): readonly { readonly id: Y.ID; readonly from: Sources }[] {
    return this.#stretches
  }

  /** A text as it stands, or as it stood after so many edits, joined into runs. */
  runsOf(name: TextName, after = this.#edits): Run[] {
    return this.#letters.runsOf(itemsOf(this.#doc, name), after)
  }

  /** The texts that the newest edit touched, though it may have left their words as they were. */
  get changed(): readonly TextName[] {
    return this.#changed
  }

  /** What each edit after the first so many did to a text, by edit. */
  stepsOf(name: TextName, after: number): ReadonlyMap<number, readonly Step[]> {
    return stepsOf(this.#letters.livesOf(itemsOf(this.#doc, name)), after)
  }

  end(): void {
    this.#doc.destroy()
  }

  /** The stretches of text that an edit adds, looked at before it is applied. */
  #newText(actor: string, payload: Uint8Array): Stretch[] {
    const stretches: Stretch[] = []
    const { structs, ds } = Y.decodeUpdate(payload)
    const going = Y.mergeDeleteSets([ds])
    const goneBy: GoneBy = (id) => this.#letters.deleterOf(id) ?? (Y.isDeleted(going, id) ? actor : null)
    let before: Piece | null = null
    for (const item of structs) {
      const skipped = Math.max(0, Y.getState(this.#doc.store, item.id.client) - item.id.clock)
      if (!(item instanceof Y.Item) || skipped >= item.length) continue
      const text = item.content instanceof Y.ContentString ? item.content.str.slice(skipped) : null
      const id = Y.createID(item.id.client, item.id.clock + skipped)
      const length = item.length - skipped
      const part = partOf(item, skipped, before)
      const from = text === null ? null : this.#undone(actor, text, part.places, goneBy)
      if (text === null) this.#lose(id, length, part.furthest)
      before = part.and(from?.filter(Boolean).length ?? 0)
      if (text !== null) stretches.push({ id, text, from })
    }
    return stretches
  }

  /**
   * Undo puts words that its person deleted right before the place where they stood (yjs UndoManager, redoItem). What
   * was typed right before them, when they still stood, is one part with them. Of several places, the one that explains
   * most letters counts. Only what others deleted meanwhile can stand behind words that were typed.
   */
  #undone(actor: string, text: string, places: readonly (Y.ID | null)[], goneBy: GoneBy): Sources | null {
    let best: Sources | null = null
    for (const place of places) {
      if (this.#looks <= 0) break
      const found = place && putBack(text, this.#goneFrom(actor, place, text.length, goneBy))
      if (found && (best === null || known(found) > known(best))) best = found
    }
    return best
  }

  /** The letters from a place on, as long as they are deleted or were lost; at most so many. */
  #goneFrom(actor: string, { client, clock }: Y.ID, most: number, goneBy: GoneBy): OldLetter[] {
    const old: OldLetter[] = []
    while (old.length < most && this.#looks > 0) {
      this.#looks -= 1
      const own = Y.createID(client, clock + old.length)
      const isLost = this.#lost.has(own)
      const id = this.#lost.firstOf(own)
      const letter = this.#letterAt(id)
      const by = letter && goneBy(id)
      if (!by && !isLost) break
      old.push({ id: by ? id : null, letter: by ? letter : null, isOwn: by === actor, isLost })
    }
    return old
  }

  /** Text that came deleted has no letters. It stands only for words that were there before, never for each other. */
  #lose(id: Y.ID, length: number, first: Y.ID | null): void {
    const written = first?.client === id.client ? id.clock : first ? Y.getState(this.#doc.store, first.client) : 0
    const restored = first ? Math.max(0, Math.min(length, written - first.clock)) : 0
    this.#lost.add(id, length, first, restored)
  }

  #letterAt({ client, clock }: Y.ID): string | null {
    if (clock >= Y.getState(this.#doc.store, client)) return null
    const item = Y.getItem(this.#doc.store, Y.createID(client, clock))
    const isText = item instanceof Y.Item && item.content instanceof Y.ContentString
    return isText ? ((item.content as Y.ContentString).str[clock - item.id.clock] ?? null) : null
  }

  /** Keeps what was deleted in one go: stretch by stretch, and with what stands close behind it, as it was read. */
  #remember(actor: string, deleted: ReadonlySet<Y.Item>): void {
    const forgotten: Forgotten[] = []
    let letters = remembered.letters
    const remember = (first: Y.Item, between: number) => {
      const found = forgottenFrom(first, deleted, between, letters)
      if (found.text.length <= (forgotten[0]?.text.length ?? 0) && between > 0) return
      forgotten.unshift(found)
      letters -= found.text.length
    }
    for (const first of [...deleted].filter((item) => isFirst(item, deleted)).slice(-remembered.deletions)) {
      remember(first, 0)
      remember(first, mostBetween)
    }
    const known = [...forgotten, ...(this.#forgotten.get(actor) ?? [])].slice(0, remembered.deletions)
    letters = remembered.letters
    this.#forgotten.set(
      actor,
      known.filter(({ text }) => text !== '' && (letters -= text.length) >= 0),
    )
  }
}

/** How many parts that others wrote may stand between the words of one deletion. */
const mostBetween = 50

/** What was deleted in one go from a part on, in the order in which it stood; older deletions take no room. */
function forgottenFrom(first: Y.Item, deleted: ReadonlySet<Y.Item>, between: number, most: number): Forgotten {
  const ids: Y.ID[] = []
  let text = ''
  let left = between
  for (let item: Y.Item | null = first; item && (item.deleted || left > 0); item = item.right) {
    if (!item.deleted) left -= 1
    if (!deleted.has(item) || !(item.content instanceof Y.ContentString)) continue
    const room = Math.min(item.length, most - text.length)
    if (room <= 0) break
    text += item.content.str.slice(0, room)
    for (let index = 0; index < room; index += 1) ids.push(Y.createID(item.id.client, item.id.clock + index))
  }
  return { text, ids }
}

/** Whether nothing else of this deletion stands before it; older deletions take no room. */
function isFirst(item: Y.Item, deleted: ReadonlySet<Y.Item>): boolean {
  let left = item.left
  while (left?.deleted && !deleted.has(left)) left = left.left
  return left === null || !deleted.has(left)
}

const known = (ids: Sources): number => ids.filter((id) => id !== null).length

/** What two ways of recognising letters tell; where both do, the one that knows more of them. */
function together(one: Sources | null, other: Sources): Sources {
  if (one === null) return other
  const [more, less] = known(one) >= known(other) ? [one, other] : [other, one]
  return more.map((id, index) => id ?? less[index] ?? null)
}

function* itemsOf(doc: Y.Doc, name: TextName): Generator<Y.Item> {
  // oxlint-disable-next-line no-underscore-dangle -- where a list of parts begins is told by nothing else
  for (let item = doc.getText(name)._start; item; item = item.right) yield item
}
