import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { randomOf } from '#tests/support/typists.ts'
import { anchorBetween, endsOf, layoutOf, placeOf, type Anchor } from './anchor.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const edits = 2_000

/** Somebody's copy of the text, with their own undo and what they have cut out. */
interface Copy {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly undo: Y.UndoManager
  cut: string
}

/** An anchor with the letters that stood beside its words when it was made. */
interface Watched {
  readonly anchor: Anchor
  readonly outside: readonly string[]
}

const lettersOf = (words: string): string[] => Array.from(words)

/**
 * Several people edit copies of one text. No letter is typed twice, so a letter tells which one it is. What was put back
 * by undo or paste is a new letter that looks the same: it comes only after the first one went, on every copy.
 */
class World {
  readonly copies: readonly Copy[]
  /** The letters whose first one was deleted somewhere. */
  readonly gone = new Set<string>()
  readonly watched: Watched[] = []
  readonly random: (below: number) => number
  #typed = 0

  constructor(random: (below: number) => number) {
    this.random = random
    this.copies = [1, 2, 3, 4].map((client) => {
      const doc = new Y.Doc()
      doc.clientID = client
      const text = doc.getText('notes')
      return { doc, text, undo: new Y.UndoManager(text, { captureTimeout: 0 }), cut: '' }
    })
    for (const copy of this.copies) copy.text.insert(0, this.#fresh(80))
    this.meet()
  }

  #fresh(count: number): string {
    this.#typed += count
    return String.fromCodePoint(...Array.from({ length: count }, (_, index) => 0x3400 + this.#typed - count + index))
  }

  any<T>(things: readonly T[]): T {
    return things[this.random(things.length)] as T
  }

  /** One edit of one person. */
  edit(): void {
    const copy = this.any(this.copies)
    const before = copy.text.toString()
    this.#change(copy)
    const after = new Set(copy.text.toString())
    for (const letter of before) if (!after.has(letter)) this.gone.add(letter)
  }

  #change(copy: Copy): void {
    const { text, undo } = copy
    const at = this.random(text.length + 1)
    const length = Math.min(1 + this.random(8), text.length - at)
    const kind = this.random(10)
    if (kind < 4) return text.insert(at, this.#fresh(1 + this.random(5)))
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
    const now = text.toString()
    expect(anchor?.quote).toBe(now.slice(start, end))
    if (anchor && !lettersOf(anchor.quote).some((letter) => this.gone.has(letter))) {
      this.watched.push({ anchor, outside: lettersOf(now.slice(0, start) + now.slice(end)) })
    }
  }

  /** The place of an anchor in a copy must hold every letter of its words that is left, and none from beside them. */
  look({ anchor, outside }: Watched, { text }: Pick<Copy, 'text'>): void {
    const place = placeOf(layoutOf(text), anchor)
    const left = lettersOf(anchor.quote).filter((letter) => !this.gone.has(letter))
    if (place === undefined) throw new Error('Everybody knows these letters.')
    if (place?.words === anchor.quote) return
    expect(lettersOf(place?.words ?? '').filter((letter) => left.includes(letter))).toEqual(left)
    const strays = outside.filter((letter) => !this.gone.has(letter) && place?.words.includes(letter))
    expect(strays).toEqual([])
    expect(place === null || text.toString().slice(place.start, place.end) === place.words).toBe(true)
  }
}

it(`anchors keep to their letters through ${edits} random edits of several people (PLUMBLINE_SEED=${seed})`, () => {
  const ends = { orphans: 0, standing: 0 }
  for (let round = 0; round < 3; round += 1) {
    const world = new World(randomOf(seed + round))
    for (let count = 0; count < 20; count += 1) world.watch()
    for (let count = 0; count < edits; count += 1) {
      world.edit()
      if (world.random(4) === 0) world.hear()
      if (count % 20 === 0) world.look(world.any(world.watched), world.any(world.copies))
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
      for (const copy of all) world.look(watched, copy)
      const isLeft = lettersOf(watched.anchor.quote).some((letter) => !world.gone.has(letter))
      if (!isLeft && places[0]?.words !== watched.anchor.quote) {
        expect(places[0]).toBeNull()
        ends.orphans += 1
      } else {
        expect(places[0]).not.toBeNull()
        ends.standing += 1
      }
    }
  }
  expect(ends.orphans).toBeGreaterThan(10)
  expect(ends.standing).toBeGreaterThan(5)
}, 60_000)

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
