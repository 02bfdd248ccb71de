import * as Y from 'yjs'
import type { Life } from './steps.ts'

/** The first and the last of some edits, counted from 1. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** Words that one person wrote, and who brought them back if they had been deleted meanwhile. */
export interface Run {
  readonly text: string
  readonly writer: string
  readonly restoredBy: string | null
  /** The edits that wrote its letters first. */
  readonly written: Span
  /** The edits that put them where they stand. */
  readonly placed: Span
}

/** Every letter that one document instance ever wrote, by its clock; nothing of text that came deleted already. */
interface Written {
  readonly writer: string[]
  readonly restoredBy: (string | null)[]
  readonly written: number[]
  readonly placed: number[]
  readonly deletedBy: (string | null)[]
  readonly deleted: number[]
}

/** Where each letter of a text was written first; null for those that are new. */
export type Sources = readonly (Y.ID | null)[]

/** Who did something, in which edit. */
interface Deed {
  readonly actor: string
  readonly edit: number
}

/** What became of every letter that was ever written: by whom and in which edit it came, and by whom and when it went. */
export class Letters {
  readonly #clients = new Map<number, Written>()

  /** Notes who wrote new letters; answers the writers of those that were brought back. */
  write({ actor, edit }: Deed, id: Y.ID, from: Sources): ReadonlySet<string> {
    const letters = this.#of(id.client)
    const restored = new Set<string>()
    for (const [index, source] of from.entries()) {
      const old = source && this.#of(source.client)
      const writer = (source && old?.writer[source.clock]) ?? actor
      const at = id.clock + index
      letters.writer[at] = writer
      letters.restoredBy[at] = writer === actor ? null : actor
      letters.written[at] = (source && old?.written[source.clock]) ?? edit
      letters.placed[at] = edit
      if (writer !== actor) restored.add(writer)
    }
    return restored
  }

  /** Notes who deleted letters, and adds their writers to those whose words went. */
  delete({ actor, edit }: Deed, { id, length }: Y.Item, writers: Set<string>): void {
    const { writer, deletedBy, deleted } = this.#of(id.client)
    for (let clock = id.clock; clock < id.clock + length; clock += 1) {
      deletedBy[clock] = actor
      deleted[clock] = edit
      writers.add(writer[clock] ?? actor)
    }
  }

  /** Who deleted a letter; null while it stands. */
  deleterOf({ client, clock }: Y.ID): string | null {
    return this.#of(client).deletedBy[clock] ?? null
  }

  /** What stood of these parts after an edit, letter by letter, joined into runs. */
  runsOf(items: Iterable<Y.Item>, after: number): Run[] {
    const runs: Growing[] = []
    for (const { id, content } of items) {
      if (!(content instanceof Y.ContentString)) continue
      const letters = this.#of(id.client)
      for (let index = 0; index < content.str.length; index += 1) {
        const at = id.clock + index
        const placed = letters.placed[at] ?? 0
        if (placed > after || (letters.deleted[at] ?? Infinity) <= after) continue
        const writer = letters.writer[at] ?? ''
        const restoredBy = letters.restoredBy[at] ?? null
        const letter = content.str[index] ?? ''
        let run = runs.at(-1)
        const goesOn = run?.writer === writer && run.restoredBy === restoredBy
        if (!run || (!goesOn && !isHalfOf(run.text, letter))) {
          run = { text: '', writer, restoredBy, written: { ...nothing }, placed: { ...nothing } }
          runs.push(run)
        }
        run.text += letter
        widen(run.written, letters.written[at] ?? placed)
        widen(run.placed, placed)
      }
    }
    return runs
  }

  /** Every letter of these parts that stands or stood. */
  livesOf(items: Iterable<Y.Item>): Life[] {
    const lives: Life[] = []
    for (const { id, content } of items) {
      if (!(content instanceof Y.ContentString)) continue
      const { placed, deleted } = this.#of(id.client)
      for (let index = 0; index < content.str.length; index += 1) {
        const at = id.clock + index
        lives.push({ letter: content.str[index] ?? '', placed: placed[at] ?? 0, deleted: deleted[at] ?? Infinity })
      }
    }
    return lives
  }

  #of(client: number): Written {
    const known = this.#clients.get(client)
    if (known) return known
    const none = { writer: [], restoredBy: [], written: [], placed: [], deletedBy: [], deleted: [] }
    this.#clients.set(client, none)
    return none
  }
}

/** A run while its letters are gathered. */
type Growing = Omit<Run, 'text' | 'written' | 'placed'> & { text: string; written: Widening; placed: Widening }
type Widening = { -readonly [End in keyof Span]: Span[End] }

const nothing: Span = { first: Infinity, last: 0 }

/** Whether a letter is the second half of the character with which a text ends: words end at no half of one. */
const isHalfOf = (text: string, letter: string): boolean =>
  isIn(letter, '\uDC00', '\uDFFF') && isIn(text.at(-1) ?? '', '\uD800', '\uDBFF')
const isIn = (letter: string, first: string, last: string): boolean => letter >= first && letter <= last

function widen(span: Widening, edit: number): void {
  span.first = Math.min(span.first, edit)
  span.last = Math.max(span.last, edit)
}
