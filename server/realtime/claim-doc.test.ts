import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { ClaimDoc, type Turn } from './claim-doc.ts'

function docWith(clientId: number, write: (doc: Y.Doc) => void, from?: Uint8Array): Y.Doc {
  const doc = new Y.Doc({ gc: false })
  doc.clientID = clientId
  if (from) Y.applyUpdate(doc, from)
  doc.transact(() => write(doc))
  return doc
}

const typed = (clientId: number, text = 'Taxes rose.') =>
  Y.encodeStateAsUpdate(docWith(clientId, (doc) => doc.getText('statement').insert(0, text)))

const turnsOf = (doc: ClaimDoc, update: Uint8Array): Turn[] => [...doc.accept(update, 7, () => [])]

/** The parts of a client, each of one letter, with any neighbours. */
function handmade(client: number, parts: readonly { origin: number | null; right: number }[], beside: number) {
  return encoding.encode((encoder) => {
    for (const count of [1, parts.length, client, 0]) encoding.writeVarUint(encoder, count)
    for (const { origin, right } of parts) {
      encoding.writeUint8(encoder, origin === null ? 4 | 0x40 : 4 | 0x80 | 0x40)
      if (origin !== null) for (const count of [beside, origin]) encoding.writeVarUint(encoder, count)
      for (const count of [beside, right]) encoding.writeVarUint(encoder, count)
      encoding.writeVarString(encoder, 'x')
    }
    encoding.writeVarUint(encoder, 0)
  })
}

describe('a claim document', () => {
  it('serves nothing before its commit', () => {
    const doc = new ClaimDoc([])
    const [turn] = turnsOf(doc, typed(7))
    expect(doc.committedTexts().statement).toBe('')
    expect(doc.workingTexts().statement).toBe('Taxes rose.')
    if (turn && 'update' in turn && turn.update) doc.commit(turn.update)
    expect(doc.committedTexts().statement).toBe('Taxes rose.')
  })

  it('says when an edit tells nothing new', () => {
    expect(turnsOf(new ClaimDoc([typed(7)]), typed(7))).toEqual([{ update: null, done: true }])
  })

  it('leaves no trace of an edit between two texts', () => {
    const base = docWith(8, (doc) => {
      doc.getText('statement').insert(0, 'ab')
      doc.getText('notes').insert(0, 'cd')
    })
    const doc = new ClaimDoc([Y.encodeStateAsUpdate(base)])
    expect(turnsOf(doc, handmade(7, [{ origin: 1, right: 2 }], 8))).toEqual([
      { refused: 'The edit does not fit the text.' },
    ])
    expect(doc.workingTexts()).toEqual(doc.committedTexts())
  })

  it('takes a large edit in over several turns, and ends with the same text', () => {
    const base = typed(8, 'ab'.repeat(4_000))
    const page = docWith(7, () => {}, base)
    const before = Y.encodeStateVector(page)
    page.transact(() => {
      for (let index = 0; index < 3_500; index += 1) page.getText('statement').delete(index, 1)
      for (let index = 0; index < 3_000; index += 1) page.getText('notes').insert(0, String(index % 10))
    })
    const doc = new ClaimDoc([base])
    const turns = turnsOf(doc, Y.encodeStateAsUpdate(page, before))
    expect(turns.length).toBeGreaterThan(9)
    for (const turn of turns) if ('update' in turn && turn.update) doc.commit(turn.update)
    expect(doc.committedTexts().statement).toBe(page.getText('statement').toString())
    expect(doc.committedTexts().notes).toBe(page.getText('notes').toString())
    expect(turns.map((turn) => 'done' in turn && turn.done)).toEqual(
      turns.map((_, index) => index === turns.length - 1),
    )
  })

  it('keeps a deletion that somebody else is about to make as well: theirs may fail', () => {
    const doc = new ClaimDoc([typed(8)])
    const deletion = () => {
      const page = docWith(7, () => {}, typed(8))
      const before = Y.encodeStateVector(page)
      page.getText('statement').delete(0, 6)
      return Y.encodeStateAsUpdate(page, before)
    }
    expect([...doc.accept(deletion(), 9, () => [])]).toEqual([{ update: expect.any(Uint8Array), done: true }])
    const [second] = turnsOf(doc, deletion())
    doc.rewind([])
    if (second && 'update' in second && second.update) doc.commit(second.update)
    expect(doc.committedTexts().statement).toBe('rose.')
    doc.rewind([])
    expect(turnsOf(doc, deletion())).toEqual([{ update: null, done: true }])
  })

  it('knows nothing of what others have on its way', () => {
    const doc = new ClaimDoc([])
    expect([...doc.accept(typed(8), 8, () => [])]).toEqual([{ update: expect.any(Uint8Array), done: true }])
    const guessed = docWith(7, () => {}, typed(8))
    const before = Y.encodeStateVector(guessed)
    guessed.getText('statement').delete(0, 3)
    expect(turnsOf(doc, Y.encodeStateAsUpdate(guessed, before))).toEqual([
      { refused: 'The edit deletes text that does not exist.' },
    ])
  })

  it('refuses to be cut into more parts than can be told of at once', () => {
    const base = docWith(8, (page) => page.getText('analysis').insert(0, 'ab'.repeat(4_000)))
    const doc = new ClaimDoc([Y.encodeStateAsUpdate(base)])
    const between = Array.from({ length: 7_999 }, (_, index) => ({ origin: index, right: index + 1 }))
    const refusals = [20, 21, 22, 23, 24].map((client) => {
      for (const turn of doc.accept(handmade(client, between, 8), client, () => [])) {
        if ('refused' in turn) return turn.refused
        if (turn.update) doc.commit(turn.update)
      }
      return null
    })
    const tooMany = 'The text has been cut into too many parts.'
    expect(refusals).toEqual([null, tooMany, tooMany, tooMany, tooMany])
    // Typing goes on.
    const typing = Array.from({ length: 40 }, (_, index) => ({ origin: index * 9, right: index * 9 + 1 }))
    for (let client = 30; client < 60; client += 1) {
      for (const turn of doc.accept(handmade(client, typing, 8), client, () => [])) {
        expect(turn).toHaveProperty('update')
        if ('update' in turn && turn.update) doc.commit(turn.update)
      }
    }
  })

  it('refuses parts that would each be compared with all the others', () => {
    const doc = new ClaimDoc([typed(8, 'abcdefghij'.repeat(600))])
    const parts = Array.from({ length: 5_000 }, (_, index) => ({ origin: null, right: index + 1 }))
    const turns = turnsOf(doc, handmade(7, parts, 8))
    expect(turns.at(-1)).toEqual({ refused: 'The edit has too many parts in one place.' })
    expect(turns.length).toBeGreaterThan(1)
    expect(doc.workingTexts()).toEqual(doc.committedTexts())
  })

  it('refuses a text of many times its limit', () => {
    expect(turnsOf(new ClaimDoc([]), typed(7, 'x'.repeat(9_000)))).toEqual([{ refused: expect.any(String) }])
    expect(turnsOf(new ClaimDoc([]), typed(7, 'x'.repeat(2_500)))[0]).toHaveProperty('update')
  })
})
