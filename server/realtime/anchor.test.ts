import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { randomOf } from '#tests/support/typists.ts'
import { anchorBetween, endsOf, layoutOf, placeOf, type Anchor } from './anchor.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const edits = 2_000
/** A seed of which all that can become of an anchor comes about. */
const variedSeed = 4

/** Somebody's copy of the text, with their own undo and what they have cut out. */
interface Copy {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly undo: Y.UndoManager
  cut: string
}

/** An anchor with the ids of its letters and of those that stood beside them when it was made. */
interface Watched {
  readonly anchor: Anchor
  readonly own: readonly string[]
  readonly outside: ReadonlySet<string>
}

/** The id of each letter that stands in a text. */
function idsOf(text: Y.Text): string[] {
  const ids: string[] = []
  // oxlint-disable-next-line no-underscore-dangle -- where a list of parts begins is told by nothing else
  for (let item = text._start; item; item = item.right) {
    const { client, clock } = item.id
    if (!item.deleted) ids.push(...Array.from({ length: item.length }, (_, index) => `${client}.${clock + index}`))
  }
  return ids
}

type Write = (count: number) => string

/** Letters of which each is written once, so that equal words are the same words. */
function unequal(): Write {
  let total = 0
  return (count) => {
    total += count
    return String.fromCodePoint(...Array.from({ length: count }, (_, index) => 0x3400 + total - count + index))
  }
}

/** Words and figures that are all alike. */
const alike: Write = (count) => '270, 270 5 5 no no '.repeat(count).slice(0, 4 * count)

/** Several people edit copies of one text. What was put back by undo or paste are new letters that look the same. */
class World {
  readonly copies: readonly Copy[]
  readonly watched: Watched[] = []
  readonly random: (below: number) => number
  readonly #write: Write

  constructor(random: (below: number) => number, write: Write) {
    this.random = random
    this.#write = write
    this.copies = [1, 2, 3, 4].map((client) => {
      const doc = new Y.Doc()
      doc.clientID = client
      const text = doc.getText('notes')
      return { doc, text, undo: new Y.UndoManager(text, { captureTimeout: 0 }), cut: '' }
    })
    for (const copy of this.copies) copy.text.insert(0, write(80))
    this.meet()
  }

  any<T>(things: readonly T[]): T {
    return things[this.random(things.length)] as T
  }

  /** One edit of one person. */
  edit(): void {
    const copy = this.any(this.copies)
    const { text, undo } = copy
    const at = this.random(text.length + 1)
    const length = Math.min(1 + this.random(8), text.length - at)
    const kind = this.random(10)
    if (kind < 4) return text.insert(at, this.#write(1 + this.random(5)))
    if (kind < 6) return text.delete(at, length)
    if (kind === 6) return void undo.undo()
    if (kind === 7) return void undo.redo()
    if (kind === 8 && copy.cut === '') {
      copy.cut = text.toString().slice(at, at + length)
      return text.delete(at, length)
    }
    const { cut } = copy
    copy.cut = ''
    text.insert(at, cut)
  }

  /** Somebody hears what somebody else has. */
  hear(): void {
    const [from, to] = [this.any(this.copies), this.any(this.copies)]
    Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)))
  }

  /** Everybody hears everything, each in an order of their own. */
  meet(): void {
    const updates = this.copies.map(({ doc }) => Y.encodeStateAsUpdate(doc))
    for (const { doc } of this.copies) {
      for (const update of updates.toSorted(() => this.random(3) - 1)) Y.applyUpdate(doc, update)
    }
  }

  /** Ties something to words that everybody knows. */
  watch(): void {
    const { doc, text } = this.any(this.copies)
    if (text.length < 30) return
    const start = this.random(text.length - 12)
    const end = start + 1 + this.random(12)
    const anchor = anchorBetween(doc, 'notes', endsOf(text, start, end))
    expect(anchor?.quote).toBe(text.toString().slice(start, end))
    const ids = idsOf(text)
    const outside = new Set(ids.toSpliced(start, end - start))
    if (anchor) this.watched.push({ anchor, own: ids.slice(start, end), outside })
  }

  /**
   * The place of an anchor in a copy must hold every letter of its words that is left, and none that stood beside them,
   * however equal it is; where no letter is left, only what was written since may read as the words did.
   */
  look({ anchor, own, outside }: Watched, { text }: Pick<Copy, 'text'>): 'orphan' | 'standing' | 'back' {
    const place = placeOf(layoutOf(text), anchor)
    if (place === undefined) throw new Error('Everybody knows these letters.')
    const ids = idsOf(text)
    const there = place ? ids.slice(place.start, place.end) : []
    const standing = new Set(ids)
    const left = own.filter((id) => standing.has(id))
    expect(there.filter((id) => own.includes(id))).toEqual(left)
    expect(there.filter((id) => outside.has(id))).toEqual([])
    if (!place) return 'orphan'
    expect(text.toString().slice(place.start, place.end)).toBe(place.words)
    if (left.length > 0) return 'standing'
    expect(place.words).toBe(anchor.quote)
    return 'back'
  }
}

it.each([
  ['that are all different', unequal],
  ['that are alike', () => alike],
])(
  `anchors keep to their letters, words %s, through ${edits} edits of several people (seed ${seed})`,
  (_, write) => {
    const ends = { orphan: 0, standing: 0, back: 0 }
    for (const each of [seed, variedSeed]) {
      const world = new World(randomOf(each), write())
      for (let count = 0; count < 20; count += 1) world.watch()
      for (let count = 0; count < edits; count += 1) {
        world.edit()
        if (world.random(4) === 0) world.hear()
        if (count % 10 === 0) ends[world.look(world.any(world.watched), world.any(world.copies))] += 1
        if (count % 250 === 249) {
          world.meet()
          for (let more = 0; more < 5; more += 1) world.watch()
        }
      }
      world.meet()
      const loaded = new Y.Doc()
      Y.applyUpdate(loaded, Y.encodeStateAsUpdate(world.any(world.copies).doc))
      const all = [...world.copies, { text: loaded.getText('notes') }]
      for (const watched of world.watched) {
        const places = all.map(({ text }) => placeOf(layoutOf(text), watched.anchor))
        // Whoever undid something sees the same as everybody else, and as whoever comes later.
        for (const place of places) expect(place).toEqual(places[0])
        ends[world.look(watched, world.any(all))] += 1
      }
    }
    expect(ends.orphan).toBeGreaterThan(10)
    expect(ends.standing).toBeGreaterThan(5)
    expect(ends.back).toBeGreaterThan(0)
  },
  60_000,
)

it.each(['270, 270', '5 5'])('never takes an equal number beside it for one that went: %s', (figures) => {
  const second = figures.lastIndexOf(' ') + 1
  const length = figures.length - second
  const { doc, text, undo } = written(figures)
  const anchor = anchorBetween(doc, 'notes', endsOf(text, second, figures.length))!
  const placed = () => placeOf(layoutOf(text), anchor)?.start ?? null
  text.delete(length, figures.length - length)
  expect(placed()).toBeNull()
  undo.undo()
  expect(placed()).toBe(second)
  const other = written(figures)
  const first = anchorBetween(other.doc, 'notes', endsOf(other.text, 0, length))!
  other.text.delete(0, second)
  expect(placeOf(layoutOf(other.text), first)).toBeNull()
})

it.each(['Some 270 soldiers came. More', '270 270 5 5 270 no no 270', 'aaaaaaaaaa'])(
  `undo puts words back where they were, whatever else went with them and was typed over them: %s (seed ${seed})`,
  (words) => {
    const random = randomOf(seed)
    for (let round = 0; round < 500; round += 1) {
      const { doc, text, undo } = written(words)
      const start = random(words.length)
      const end = start + 1 + random(words.length - start)
      const anchor = anchorBetween(doc, 'notes', endsOf(text, start, end))!
      for (let times = 1 + random(4); times > 0; times -= 1) {
        const [from, to] = [random(start + 1), end + random(words.length - end + 1)]
        doc.transact(() => {
          text.delete(from, to - from)
          if (random(2) === 0) text.insert(from, 'XXXX')
        })
        undo.undo()
        const heard = new Y.Doc()
        Y.applyUpdate(heard, Y.encodeStateAsUpdate(doc))
        for (const each of [text, heard.getText('notes')]) {
          expect(placeOf(layoutOf(each), anchor)).toEqual({ start, end, words: words.slice(start, end) })
        }
      }
    }
  },
)

it('is not led in a circle by letters that two people wrote before those of each other', () => {
  const docs = [1, 2, 3].map((client) => Object.assign(new Y.Doc(), { clientID: client }))
  const write = (client: number, edit: (text: Y.Text) => void) => {
    const doc = docs[client - 1]!
    edit(doc.getText('notes'))
    for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    return doc.getText('notes')
  }
  const anchored = write(3, (text) => text.insert(0, 'd'))
  const anchor = anchorBetween(docs[2]!, 'notes', endsOf(anchored, 0, 1))!
  write(3, (text) => text.delete(0, 1))
  write(2, (text) => text.insert(0, 'b'))
  write(1, (text) => text.insert(0, 'aaaa'))
  write(2, (text) => text.insert(5, 'cc'))
  write(2, (text) => text.insert(3, 'd'))
  const text = write(2, (each) => each.delete(4, 2))
  expect(text.toString()).toBe('aaadcc')
  expect(placeOf(layoutOf(text), anchor)).toBeNull()
})

it('of an anchor that does not say which letters were there, nothing was put back', () => {
  const { doc, text, undo } = written('Some 270 soldiers came.')
  const { letters, ...anchor } = anchorBetween(doc, 'notes', endsOf(text, 5, 8))!
  const bare = { ...anchor, letters: letters.filter((each) => !each.endsWith('+0')) }
  text.delete(5, 3)
  undo.undo()
  expect(placeOf(layoutOf(text), bare)).toBeNull()
})

function written(words: string): { doc: Y.Doc; text: Y.Text; undo: Y.UndoManager } {
  const doc = new Y.Doc()
  const text = doc.getText('notes')
  text.insert(0, words)
  return { doc, text, undo: new Y.UndoManager(text, { captureTimeout: 0 }) }
}

it('says what words became, that they went, and that undo has put them back', () => {
  const { doc, text, undo } = written('Some 270 soldiers came.')
  const anchor = anchorBetween(doc, 'notes', endsOf(text, 5, 17))!
  const words = () => placeOf(layoutOf(text), anchor)?.words ?? null
  expect(anchor).toMatchObject({ textName: 'notes', quote: '270 soldiers' })
  doc.transact(() => {
    text.delete(5, 3)
    text.insert(5, '280')
  })
  expect(words()).toBe('280 soldiers')
  undo.undo()
  expect(words()).toBe('270 soldiers')
  text.delete(4, 14)
  expect(words()).toBeNull()
  undo.undo()
  expect([words(), text.toString()]).toEqual(['270 soldiers', 'Some 270 soldiers came.'])
  text.insert(17, ' and sailors')
  text.insert(5, 'about ')
  expect(words()).toBe('270 soldiers')
})

it('ties to nothing that no page could have meant, and never breaks over it', () => {
  const { doc, text } = written('Some 270 soldiers came.')
  const ends = endsOf(text, 5, 17)
  const foreign = endsOf(written('Some 270 soldiers came.').text, 5, 17)
  expect(anchorBetween(doc, 'notes', foreign)).toBeNull()
  expect(anchorBetween(doc, 'analysis', ends)).toBeNull()
  expect(anchorBetween(doc, 'notes', { start: ends.end, end: ends.start })).toBeNull()
  expect(anchorBetween(doc, 'notes', endsOf(text, 23, 23))).toBeNull()
  const random = randomOf(seed)
  for (let count = 0; count < 1_000; count += 1) {
    const mutated = (base64: string) => {
      const bytes = Buffer.from(base64, 'base64')
      for (let flips = random(3); flips >= 0; flips -= 1) bytes[random(bytes.length)] = random(256)
      return bytes.subarray(0, 1 + random(bytes.length)).toString('base64')
    }
    const anchor = anchorBetween(doc, 'notes', { start: mutated(ends.start), end: mutated(ends.end) })
    if (anchor) expect('Some 270 soldiers came.').toContain(anchor.quote)
  }
  expect(doc.share.size).toBe(2)
  expect(text.toString()).toBe('Some 270 soldiers came.')
})
