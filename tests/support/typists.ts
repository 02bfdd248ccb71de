import * as Y from 'yjs'
import { ClaimDoc } from '#server/realtime/claim-doc.ts'
import type { AuthoredEdit } from '#server/realtime/authorship.ts'

/** Numbers below a bound, the same for the same seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** A claim's document as a room keeps it, with the history that it makes. */
export class Desk {
  readonly history: AuthoredEdit[] = []
  /** Every frame as it came. */
  readonly frames: Uint8Array[] = []
  readonly doc: ClaimDoc
  readonly typists: Typist[] = []

  /** With what was written before anybody sat down. */
  constructor(before: readonly Uint8Array[] = []) {
    this.doc = new ClaimDoc(before)
  }

  /** Lets somebody sit down who writes under this client id. */
  seat(name: string, clientId: number): Typist {
    const typist = new Typist(this, name, clientId)
    this.typists.push(typist)
    return typist
  }

  /** Who is recorded to have deleted a letter. */
  deleterOf(id: Y.ID | null): string | null {
    if (id === null) return null
    return this.history.find(({ payload }) => Y.isDeleted(Y.decodeUpdate(payload).ds, id))?.actor ?? null
  }

  take(typist: Typist, frame: Uint8Array): void {
    for (const update of this.send(typist.name, typist.doc.clientID, frame)) {
      for (const other of this.typists) if (other !== typist && other.isOnline) other.hear(update)
    }
  }

  /** Takes in somebody's frame; answers what it adds to the history. */
  send(actor: string, client: number, frame: Uint8Array): Uint8Array[] {
    this.frames.push(frame)
    const updates: Uint8Array[] = []
    for (const turn of this.doc.accept(frame, client, () => [])) {
      if ('refused' in turn) throw new Error(turn.refused)
      if (!turn.update) continue
      this.doc.commit(turn.update)
      this.history.push({ actor, payload: turn.update })
      updates.push(turn.update)
    }
    return updates
  }
}

/** Somebody who types letters that nobody else ever types, so that it is known whose each one is. */
export class Typist {
  readonly doc = new Y.Doc()
  readonly name: string
  isOnline = true
  #hasUndone = false
  readonly #desk: Desk
  readonly #undo: Y.UndoManager
  readonly #text: Y.Text
  #cut = ''
  #cutUnheard: readonly (Y.ID | null)[] = []
  /** The text when they left. */
  #heard = ''
  /** The letters that they put back by undo, under the ids that they had before. */
  #undone: readonly { readonly id: Y.ID; readonly letter: string }[] = []
  /** Whether they took anything away since they left. */
  #hasTaken = false

  constructor(desk: Desk, name: string, clientId: number) {
    this.name = name
    this.#desk = desk
    this.doc.clientID = clientId
    this.#text = this.doc.getText('notes')
    this.#undo = new Y.UndoManager(this.#text, { captureTimeout: 0 })
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== desk && this.isOnline) desk.take(this, update)
    })
  }

  get text(): string {
    return this.#text.toString()
  }

  hear(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this.#desk)
  }

  /** Online always, offline once: what is put back, taken away and put back unheard has lost its letters on the way. */
  mayUndo(): boolean {
    const may = this.isOnline || !this.#hasUndone
    this.#hasUndone = !this.isOnline
    return may
  }

  leave(): void {
    this.isOnline = false
    this.#heard = this.text
    this.#hasTaken = false
    this.#hasUndone = false
  }

  come(): void {
    this.#forgetWhatWent()
    this.hear(this.#desk.doc.missing(Y.encodeStateVector(this.doc)))
    this.isOnline = true
    this.#desk.take(this, Y.encodeStateAsUpdate(this.doc, this.#desk.doc.stateVector()))
  }

  /** The letters that were put back lately whose deletion is recorded as somebody else's: both took them away at once. */
  claims(): string {
    const claimed = this.isOnline ? this.#undone : []
    if (this.isOnline) this.#undone = []
    const isOthers = (id: Y.ID) => ![null, this.name].includes(this.#desk.deleterOf(id))
    return claimed.flatMap(({ id, letter }) => (isOthers(id) ? [letter] : [])).join('')
  }

  type(letters: string, random: (below: number) => number): void {
    this.#text.insert(random(this.#text.length + 1), letters)
  }

  delete(random: (below: number) => number): string {
    const start = random(this.#text.length)
    const taken = this.text.slice(start, start + 1 + random(12))
    this.#text.delete(start, taken.length)
    this.#hasTaken = true
    return taken
  }

  /** Cuts some words out, to put them back later; offline so many, and all heard, that they are known again. */
  cut(random: (below: number) => number): string {
    const length = this.isOnline ? 1 + random(12) : 12 + random(12)
    const start = random(this.#text.length)
    const words = this.text.slice(start, start + length)
    if (!this.isOnline && (words.length < 12 || !this.#heard.includes(words) || this.#hasTaken)) return ''
    const idAt = (index: number) => Y.createRelativePositionFromTypeIndex(this.#text, index).item
    this.#cutUnheard = this.isOnline ? [] : Array.from(words, (_, index) => idAt(start + index))
    this.#text.delete(start, words.length)
    this.#hasTaken = true
    this.#cut = words
    return words
  }

  paste(random: (below: number) => number): string {
    this.#forgetWhatWent()
    const pasted = this.#cut
    this.#cut = ''
    // What was typed beside it offline is one stretch with it: few letters are not known again in that.
    if (pasted.length < (this.isOnline ? 2 : 12)) return ''
    this.#text.insert(random(this.#text.length + 1), pasted)
    return pasted
  }

  /** Words cut out offline that others took away at the same time are not told to be deleted by whoever cut them. */
  #forgetWhatWent(): void {
    if (!this.isOnline && this.#cutUnheard.some((id) => this.#desk.deleterOf(id) !== null)) this.#cut = ''
  }

  /** Undoes or redoes; answers the letters that stand more often than before: others may have put them back too. */
  again(step: 'undo' | 'redo'): string {
    const before = timesOf(this.text)
    const clock = Y.getState(this.doc.store, this.doc.clientID)
    this.#undo[step]()
    this.#undone = [...this.#undone, ...this.#redoneSince(clock)]
    this.#hasTaken = true
    const after = timesOf(this.text)
    return [...after.keys()].filter((letter) => (after.get(letter) ?? 0) > (before.get(letter) ?? 0)).join('')
  }

  /** Who was put back since this clock. */
  #redoneSince(clock: number): { readonly id: Y.ID; readonly letter: string }[] {
    const found: { readonly id: Y.ID; readonly letter: string }[] = []
    // oxlint-disable-next-line no-underscore-dangle -- where a list of parts begins is told by nothing else
    for (let item = this.#text._start; item; item = item.right) {
      if (!item.redone || item.redone.clock < clock || !(item.content instanceof Y.ContentString)) continue
      for (const [index, letter] of Array.from(item.content.str).entries()) {
        found.push({ id: Y.createID(item.id.client, item.id.clock + index), letter })
      }
    }
    return found
  }

  end(): void {
    this.#undo.destroy()
    this.doc.destroy()
  }
}

function timesOf(text: string): Map<string, number> {
  const times = new Map<string, number>()
  for (const letter of text) times.set(letter, (times.get(letter) ?? 0) + 1)
  return times
}
