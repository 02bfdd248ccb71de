import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { judge } from './gate.ts'

function docWith(clientId: number, write: (doc: Y.Doc) => void, from?: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = clientId
  if (from) Y.applyUpdate(doc, from)
  write(doc)
  return doc
}

const typed = (clientId: number, text = 'Taxes rose.') =>
  docWith(clientId, (doc) => doc.getText('statement').insert(0, text))

const written = (counts: readonly number[]) =>
  encoding.encode((encoder) => counts.forEach((count) => encoding.writeVarUint(encoder, count)))
const numbers = (...counts: number[]) => written(counts)

const nothingKnown = () => 0
const refusal = (update: Uint8Array, stateOf: (client: number) => number = nothingKnown) => {
  const judgement = judge(update, 7, stateOf)
  return 'refused' in judgement ? judgement.refused : null
}

describe('the gate', () => {
  it('lets a person write under their own client id', () => {
    expect(refusal(Y.encodeStateAsUpdate(typed(7)))).toBeNull()
  })

  it('knows client ids beyond 32 bits, which a restore gives out', () => {
    const [own, other] = [2 ** 40 + 7, 2 ** 40 + 8]
    const update = Y.encodeStateAsUpdate(typed(own))
    expect(judge(update, own, nothingKnown)).toMatchObject({ parts: [{ id: { client: own, clock: 0 }, length: 11 }] })
    expect(judge(update, other, nothingKnown)).toHaveProperty('refused')
  })

  it('lets a person delete the text of others', () => {
    const others = Y.encodeStateAsUpdate(typed(8))
    const doc = docWith(7, () => {}, others)
    const before = Y.encodeStateVector(doc)
    doc.getText('statement').delete(0, 5)
    expect(refusal(Y.encodeStateAsUpdate(doc, before), (client) => (client === 8 ? 11 : 0))).toBeNull()
  })

  it('lets known content pass, whoever wrote it', () => {
    const all = Y.encodeStateAsUpdate(
      docWith(7, (doc) => doc.getText('notes').insert(0, 'x'), Y.encodeStateAsUpdate(typed(8))),
    )
    expect(refusal(all, (client) => (client === 8 ? 11 : 0))).toBeNull()
  })

  it.each([
    ['a foreign client id', Y.encodeStateAsUpdate(typed(8))],
    ['an unknown root', Y.encodeStateAsUpdate(docWith(7, (doc) => doc.getText('verdict').insert(0, 'true')))],
    ['a map', Y.encodeStateAsUpdate(docWith(7, (doc) => doc.getMap('statement').set('a', 'b')))],
    ['a nested type', Y.encodeStateAsUpdate(docWith(7, (doc) => doc.getArray('notes').insert(0, [new Y.Text('x')])))],
    ['an embed', Y.encodeStateAsUpdate(docWith(7, (doc) => doc.getText('notes').insertEmbed(0, { image: 'x' })))],
    ['a format', Y.encodeStateAsUpdate(docWith(7, (doc) => doc.getText('notes').insert(0, 'x', { bold: true })))],
    ['a NUL', Y.encodeStateAsUpdate(typed(7, 'a\0b'))],
    ['a carriage return', Y.encodeStateAsUpdate(typed(7, 'a\r\nb'))],
    ['garbage in place of text', numbers(1, 1, 7, 0, 0, 5, 0)],
    ['a hole in place of text', numbers(1, 1, 7, 0, 10, 5, 0)],
    ['a burnt clock', numbers(1, 1, 7, 0, 1, 1, 1, 0x6e, 2_000_000, 0)],
    ['something behind its end', new Uint8Array([...Y.encodeStateAsUpdate(typed(7)), 0])],
    ['two megabytes', Y.encodeStateAsUpdate(typed(7, 'x'.repeat(2_000_000)))],
    ['a truncated update', Y.encodeStateAsUpdate(typed(7)).subarray(0, 9)],
    ['nothing at all', new Uint8Array()],
  ])('refuses %s', (_name, update) => {
    expect(refusal(update)).toEqual(expect.any(String))
  })

  it('refuses a gap', () => {
    const doc = typed(7)
    const before = Y.encodeStateVector(doc)
    doc.getText('statement').insert(3, 'abc')
    expect(refusal(Y.encodeStateAsUpdate(doc, before))).toContain('gap')
  })

  it('refuses text beside unknown text, and deletions of it', () => {
    const doc = docWith(7, () => {}, Y.encodeStateAsUpdate(typed(8)))
    const before = Y.encodeStateVector(doc)
    doc.getText('statement').insert(4, 'x')
    expect(refusal(Y.encodeStateAsUpdate(doc, before))).toContain('beside')
    const deleting = docWith(7, () => {}, Y.encodeStateAsUpdate(typed(8)))
    deleting.getText('statement').delete(0, 2)
    expect(refusal(Y.encodeStateAsUpdate(deleting, before))).toContain('deletes')
  })

  it.each([
    ['parts of the first client', numbers(1, 4_000_000_000)],
    ['clients', numbers(4_000_000_000)],
    ['ranges of deletions', numbers(0, 1, 7, 4_000_000_000)],
    ['clients with deletions', numbers(0, 4_000_000_000)],
  ])('does not decode hostile counts of %s', (_name, update) => {
    expect(refusal(update)).toEqual(expect.stringMatching(/too many|cannot be read/u))
  })

  it('counts the parts of all clients together, and the deletions of all, before it builds anything', () => {
    // Text of one letter: what it is, its right neighbour, its length and itself.
    const parts = Array.from({ length: 999 }, () => [0x44, 7, 0, 1, 0x78]).flat()
    const clients = Array.from({ length: 50 }, (_, client) => [999, client, 0, ...parts])
    expect(refusal(written([50, ...clients.flat(), 0]))).toContain('too many')
    const ranges = Array.from({ length: 60 }, (_, client) => [client, 999, ...Array<number>(1_998).fill(1)])
    expect(refusal(written([0, 60, ...ranges.flat()]))).toContain('too many')
  })

  it('deletes each letter once, however often it is named', () => {
    const judgement = judge(numbers(0, 1, 8, 4, 2, 3, 0, 4, 3, 2, 9, 1), 7, () => 11)
    expect(judgement).toMatchObject({
      deletions: [
        { client: 8, clock: 0, len: 5 },
        { client: 8, clock: 9, len: 1 },
      ],
    })
  })
})
