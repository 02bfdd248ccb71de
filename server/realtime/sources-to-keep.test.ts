import * as Y from 'yjs'
import { expect, it } from 'vitest'
import { Authorship } from './authorship.ts'
import { ErasedLetters } from './erased-letters.ts'
import { keptSources } from './kept-sources.ts'
import { SourcesToKeep } from './sources-to-keep.ts'

interface Edit {
  readonly actor: string
  readonly payload: Uint8Array
}

/** Ann writes two names, Bob cuts both out and puts the first one back: only by its letters is it known which it was. */
function story(): Edit[] {
  const [ann, bob] = [new Y.Doc(), new Y.Doc()]
  const edits: Edit[] = []
  ann.on('update', (payload: Uint8Array) => edits.push({ actor: 'ann', payload }))
  bob.on('update', (payload: Uint8Array, origin: unknown) => origin || edits.push({ actor: 'bob', payload }))
  ann.getText('notes').insert(0, 'Alma Rot; ')
  Y.applyUpdate(bob, Y.encodeStateAsUpdate(ann), 'ann')
  const notes = bob.getText('notes')
  notes.insert(10, 'Emil Rau.')
  notes.delete(0, 8)
  notes.delete(2, 8)
  notes.insert(3, 'Alma Rot')
  return edits
}

function without(edits: readonly Edit[], words: string): Edit[] {
  const letters = new ErasedLetters(words)
  for (const { payload } of edits) letters.take(payload)
  letters.end()
  return edits.map(({ actor, payload }) => ({ actor, payload: letters.without(payload) ?? payload }))
}

const whose = (edits: readonly Edit[], kept = keptSources([])) => {
  const authorship = new Authorship()
  authorship.know(kept)
  for (const edit of edits) authorship.apply(edit)
  return authorship.runsOf('notes').map(({ text, ...run }) => ({ ...run, length: text.length }))
}

it('keeps whose words were put back that blocks do not tell any more', () => {
  const edits = story()
  const blocks = without(without(edits, 'Alma Rot'), 'Emil Rau')
  expect(whose(edits)).toContainEqual(expect.objectContaining({ writer: 'ann', restoredBy: 'bob', length: 8 }))
  expect(whose(blocks)).not.toEqual(whose(edits))
  const sources = new SourcesToKeep(keptSources([]))
  for (const [index, { actor, payload }] of edits.entries()) sources.take(actor, payload, blocks[index]!.payload)
  sources.end()
  expect(sources.kept).toHaveLength(1)
  expect(whose(blocks, keptSources(JSON.parse(JSON.stringify(sources.kept)) as never))).toEqual(whose(edits))
})

it('keeps nothing where the edits tell it themselves', () => {
  const edits = story()
  const sources = new SourcesToKeep(keptSources([]))
  for (const { actor, payload } of edits) sources.take(actor, payload, payload)
  sources.end()
  expect(sources.kept).toEqual([])
})
