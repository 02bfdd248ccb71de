import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { occurrencesOf } from './occurrences.ts'
import type { TextName } from './protocol.ts'
import { shiftsFrom } from './undone.ts'

/**
 * Words of a live text that something is tied to: the very letters, by the ids that Yjs gave them, as runs of
 * `client.clock+length` in their order. Whatever is typed, moved aside or deleted around them, an id stays one letter's.
 */
export interface Anchor {
  readonly textName: TextName
  /** The words as they were when they were chosen. */
  readonly quote: string
  /** Behind the runs, a run without length for each client: all its letters that stood in the text then are below it. */
  readonly letters: readonly string[]
}

/** Where anchored words stand now, in UTF-16 code units, and how they read. */
export interface Place {
  readonly start: number
  readonly end: number
  readonly words: string
}

/** Both ends of chosen words as relative positions of Yjs, in base 64: how a browser names them to the server. */
export interface Ends {
  readonly start: string
  readonly end: string
}

/** How many letters may be tied to at once. */
export const longestQuote = 1_000

/** The ends of the words between two offsets. */
export function endsOf(text: Y.Text, start: number, end: number): Ends {
  const encoded = (offset: number, side: number) =>
    toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, offset, side)))
  return { start: encoded(start, 0), end: encoded(end, -1) }
}

interface Run {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/**
 * The letters that stand between two ends, and the words that they are; null when the ends are none, lie in another
 * text or the wrong way round, or are not known here, and when that is more than can be tied to.
 */
export function anchorBetween(doc: Y.Doc, textName: TextName, { start, end }: Ends): Anchor | null {
  const text = doc.getText(textName)
  const [first, last] = [letterAt(text, start), letterAt(text, end)]
  if (!first || !last) return null
  const runs: Run[] = []
  let quote = ''
  for (let item: Y.Item | null = first.item; item; item = item.right) {
    const from = item === first.item ? first.offset : 0
    const isLast = item === last.item
    const to = isLast ? last.offset + 1 : item.length
    if (isLast && to <= from) return null
    if (!item.deleted && item.content instanceof Y.ContentString) {
      quote += item.content.str.slice(from, to)
      addTo(runs, { client: item.id.client, clock: item.id.clock + from, length: to - from })
    }
    if (quote.length > longestQuote) return null
    if (isLast) return { textName, quote, letters: [...runs, ...standingIn(text)].map(nameOf) }
  }
  return null
}

/** How far each client had come whose letters stand in a text: what comes later is told from them. */
function standingIn(text: Y.Text): Run[] {
  const known = new Map<number, number>()
  for (const { id, length } of layoutOf(text).standing) {
    known.set(id.client, Math.max(known.get(id.client) ?? 0, id.clock + length))
  }
  return [...known].map(([client, clock]) => ({ client, clock, length: 0 }))
}

/** The letter that an end names, if it stands in this text. */
function letterAt(text: Y.Text, end: string): { item: Y.Item; offset: number } | null {
  const id = idIn(end)
  const { store } = text.doc ?? {}
  if (!id || !store || Y.getState(store, id.client) <= id.clock) return null
  const item: Y.Item | Y.GC = Y.getItem(store, id)
  if (!(item instanceof Y.Item) || item.parent !== text || item.deleted) return null
  return { item, offset: id.clock - item.id.clock }
}

function idIn(end: string): Y.ID | null {
  try {
    const { item } = Y.decodeRelativePosition(fromBase64(end))
    return item && Number.isSafeInteger(item.client) && Number.isSafeInteger(item.clock) ? item : null
  } catch {
    return null
  }
}

function addTo(runs: Run[], run: Run): void {
  const last = runs.at(-1)
  const goesOn = last?.client === run.client && last.clock + last.length === run.clock
  if (goesOn) runs[runs.length - 1] = { ...last, length: last.length + run.length }
  else runs.push(run)
}

const nameOf = ({ client, clock, length }: Run): string => `${client}.${clock}+${length}`

function runIn(name: string): Run {
  const [client = 0, clock = 0, length = 0] = name.split(/[.+]/u).map(Number)
  return { client, clock, length }
}

/** A text as it is now, with where each of its parts begins: for finding many anchors in it. */
export interface Layout {
  readonly text: Y.Text
  readonly now: string
  readonly starts: ReadonlyMap<Y.Item, number>
  /** The parts that are not deleted, in their order. */
  readonly standing: readonly Part[]
}

interface Part {
  readonly id: Y.ID
  readonly length: number
  readonly begin: number
}

/** The layout of a text as it is now. */
export function layoutOf(text: Y.Text): Layout {
  const starts = new Map<Y.Item, number>()
  const standing: Part[] = []
  let begin = 0
  // oxlint-disable-next-line no-underscore-dangle -- where a list of parts begins is told by nothing else
  for (let item = text._start; item; item = item.right) {
    starts.set(item, begin)
    const { deleted, id, length } = item
    if (deleted) continue
    standing.push({ id, length, begin })
    begin += length
  }
  return { text, now: text.toString(), starts, standing }
}

/**
 * Where anchored words stand now: from the place of the first letter to that of the last, with all that was typed
 * between them. Null when none of the letters is left; undefined when this text has not heard of all of them yet.
 * Where letters went but later ones made the words read there as they did, they were put back, as undo does.
 */
export function placeOf(
  layout: Layout,
  { quote, letters }: Pick<Anchor, 'quote' | 'letters'>,
): Place | null | undefined {
  const pieces: Piece[] = []
  const known = new Map<number, number>()
  for (const run of letters.map(runIn)) {
    if (run.length === 0) known.set(run.client, run.clock)
    const found = piecesOf(layout, run)
    if (!found) return undefined
    pieces.push(...found)
  }
  const left = pieces.filter(({ start, end }) => start < end)
  const all = { start: pieces[0]?.start ?? 0, end: pieces.at(-1)?.end ?? 0 }
  const words = layout.now.slice(all.start, all.end)
  if (words === quote) return { ...all, words }
  const remains = { quote, known, all, left }
  const back = undone(layout, letters[0], remains) ?? putBack(layout, remains)
  if (back !== null) return { start: back, end: back + quote.length, words: quote }
  return left.length > 0 ? { ...all, words } : null
}

interface Piece {
  readonly start: number
  readonly end: number
}

interface Remains {
  readonly quote: string
  /** By client: its letters from this clock on are later than the anchor. */
  readonly known: ReadonlyMap<number, number>
  readonly all: Piece
  readonly left: readonly Piece[]
}

/**
 * Where the quote stands with every letter that is left in it, or beside the place if none is, and else on later letters
 * alone: equal words that stood there all along are others. Null when nowhere.
 */
function putBack({ now, standing }: Layout, { quote, known, all, left }: Remains): number | null {
  if (known.size === 0) return null
  const [from, to] = left.length > 0 ? [left.at(-1)?.end ?? 0, left[0]?.start ?? 0] : [all.start, all.end]
  const own = left.reduce((sum, { start, end }) => sum + end - start, 0)
  const earlierBelow = earlierIn(standing, known)
  for (const at of occurrencesOf(quote, now, from - quote.length, to)) {
    if (earlierBelow(at + quote.length) - earlierBelow(at) === own) return at
  }
  return null
}

/** Tells how many letters below an offset are earlier than the anchor. */
function earlierIn(standing: readonly Part[], known: Remains['known']): (offset: number) => number {
  let sum = 0
  const sums = standing.map((part) => {
    const before = sum
    sum += earlierOf(part, known)
    return { before, earlier: sum - before }
  })
  return (offset) => {
    const index = indexAt(standing, offset)
    const { before = 0, earlier = 0 } = sums[index] ?? {}
    return before + Math.min(earlier, offset - (standing[index]?.begin ?? 0))
  }
}

const earlierOf = ({ id, length }: Part, known: Remains['known']): number =>
  Math.max(0, Math.min(length, (known.get(id.client) ?? 0) - id.clock))

/** The index of the part that a letter lies in; of the last one behind the text, -1 when there is none. */
function indexAt(standing: readonly Part[], offset: number): number {
  let [low, high] = [0, standing.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((standing[middle]?.begin ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * Where undo wrote all of the quote anew, however much else went and came back with it: of equal words that came back,
 * those that stand for the chosen ones. Null when nowhere.
 */
function undone({ text, now, standing }: Layout, first: string | undefined, remains: Remains): number | null {
  const { quote, known, all, left } = remains
  if (first === undefined || known.size === 0 || left.length > 0) return null
  let [from, to] = [0, now.length]
  for (const part of standing) {
    const earlier = earlierOf(part, known)
    if (earlier > 0 && part.begin < all.start) from = part.begin + earlier
    else if (earlier > 0) to = Math.min(to, part.begin)
  }
  const shiftOf = shiftsFrom(text, runIn(first), known)
  let nearest: { at: number; shift: number } | null = null
  for (const at of occurrencesOf(quote, now, from, to - quote.length)) {
    const part = standing[indexAt(standing, at)]
    if (!part) break
    const shift = shiftOf({ client: part.id.client, clock: part.id.clock + at - part.begin })
    if (shift === 0) return at
    if (shift !== null && shift < (nearest?.shift ?? Infinity)) nearest = { at, shift }
  }
  return nearest?.at ?? null
}

/** The parts that a run of letters lies in by now, as offsets; a part that was deleted has no length. */
function piecesOf({ text, starts }: Layout, { client, clock, length }: Run): Piece[] | null {
  const store = text.doc?.store
  if (!store || Y.getState(store, client) < clock + length) return null
  const pieces: Piece[] = []
  for (let at = clock; at < clock + length;) {
    const item: Y.Item | Y.GC = Y.getItem(store, Y.createID(client, at))
    const next = Math.min(clock + length, item.id.clock + item.length)
    const begin = item instanceof Y.Item ? starts.get(item) : undefined
    if (begin !== undefined) {
      const start = begin + (item.deleted ? 0 : at - item.id.clock)
      pieces.push({ start, end: start + (item.deleted ? 0 : next - at) })
    }
    at = next
  }
  return pieces
}
