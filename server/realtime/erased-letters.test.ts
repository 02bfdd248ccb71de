import fc from 'fast-check'
import * as Y from 'yjs'
import { expect, it } from 'vitest'
import { Authorship } from './authorship.ts'
import { ErasedLetters } from './erased-letters.ts'

const words = 'canary'
const blocks = '█'.repeat(words.length)

/** What two people do at once to a text, each step one edit, and what stood in it after every one of them. */
function editsOf(work: (one: Y.Text, other: Y.Text, exchange: () => void) => void): Uint8Array[] {
  const [one, other] = [new Y.Doc(), new Y.Doc()]
  one.clientID = 1001
  other.clientID = 1002
  const edits: Uint8Array[] = []
  const sent = new Map<Y.Doc, Uint8Array[]>([
    [one, []],
    [other, []],
  ])
  for (const doc of [one, other]) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'other') return
      edits.push(update)
      sent.get(doc)?.push(update)
    })
  }
  const exchange = () => {
    for (const update of sent.get(one)?.splice(0) ?? []) Y.applyUpdate(other, update, 'other')
    for (const update of sent.get(other)?.splice(0) ?? []) Y.applyUpdate(one, update, 'other')
  }
  work(one.getText('statement'), other.getText('statement'), exchange)
  return edits
}

function statesOf(edits: readonly Uint8Array[]): string[] {
  const doc = new Y.Doc()
  return edits.map((edit) => {
    Y.applyUpdate(doc, edit)
    return doc.getText('statement').toString()
  })
}

function withoutLetters(edits: readonly Uint8Array[]): (Uint8Array | null)[] {
  const letters = new ErasedLetters(words)
  for (const edit of edits) letters.take(edit)
  letters.end()
  return edits.map((edit) => letters.without(edit))
}

const erased = (edits: readonly Uint8Array[]) => withoutLetters(edits).map((edit, index) => edit ?? edits[index]!)

const structure = (edit: Uint8Array) => {
  const { structs, ds } = Y.decodeUpdate(edit)
  const places = structs.map(({ id, length, ...rest }) => {
    const { origin, rightOrigin } = rest as unknown as Y.Item
    return { id, length, origin, rightOrigin }
  })
  return { places, ds }
}

it('erases words that were typed letter by letter, and every edit that brought one of them', () => {
  const edits = editsOf((text) => Array.from(`a ${words} b`).forEach((letter, at) => text.insert(at, letter)))
  expect(statesOf(erased(edits)).at(-1)).toBe(`a ${blocks} b`)
  expect(statesOf(erased(edits))[4]).toBe('a ███')
})

it('erases words that were deleted since, and what was deleted between their letters', () => {
  const edits = editsOf((text) => {
    text.insert(0, 'canXXary')
    text.delete(3, 2)
    text.delete(0, 6)
  })
  for (const edit of erased(edits)) expect(Buffer.from(edit).toString()).not.toMatch(/can|ary|X/u)
})

it('erases words that came and went within one edit', () => {
  const parts = editsOf((text) => {
    text.insert(0, words)
    text.delete(0, words.length)
  })
  const [edit] = erased([Y.mergeUpdates(parts)])
  expect(Buffer.from(edit!).toString()).not.toContain(words)
})

it('leaves alone what has none of the words', () => {
  const edits = editsOf((text) => text.insert(0, 'A canard.'))
  expect(withoutLetters(edits)).toEqual([null])
})

const step = fc.record({
  who: fc.boolean(),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  insert: fc.constantFrom('can', 'ary', 'canary', 'x', 'nar', 'y', 'é😀', ''),
  length: fc.integer({ min: 0, max: 4 }),
  exchange: fc.boolean(),
})

it('keeps every id, length, place and deletion, and every text but for blocks', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const edits = editsOf((one, other, exchange) => {
        for (const { who, at, insert, length, exchange: now } of steps) {
          const text = who ? one : other
          const place = Math.floor(at * text.length)
          if (insert) text.insert(place, insert)
          else if (place + length <= text.length) text.delete(place, length)
          if (now) exchange()
        }
      })
      const substituted = erased(edits)
      expect(substituted.map(structure)).toEqual(edits.map(structure))
      const [before, after] = [statesOf(edits), statesOf(substituted)]
      for (const [index, text] of after.entries()) {
        expect(text).not.toContain(words)
        expect(text).toHaveLength(before[index]!.length)
        expect(Array.from(text).every((letter) => letter === '█' || before[index]!.includes(letter))).toBe(true)
      }
      expect(withoutLetters(substituted)).toEqual(substituted.map(() => null))
    }),
  )
})

it('whose words they are stays as it was', () => {
  const edits = editsOf((one, other, exchange) => {
    one.insert(0, `The ${words} sang all day long.`)
    exchange()
    other.delete(4, 12)
    exchange()
    other.insert(4, `${words} sang `)
    exchange()
    one.insert(0, 'Yes. ')
  })
  const runs = (all: readonly Uint8Array[]) => {
    const authorship = new Authorship()
    for (const payload of all) {
      const actor = Y.decodeUpdate(payload).structs[0]?.id.client === 1001 ? 'ann' : 'bob'
      authorship.apply({ actor, payload })
    }
    return authorship.runsOf('statement')
  }
  const blocked = runs(edits).map((run) => ({ ...run, text: run.text.replaceAll(words, blocks) }))
  expect(runs(erased(edits))).toEqual(blocked)
})
