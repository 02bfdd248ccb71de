import * as Y from 'yjs'
import type { Step } from '../history/marks.ts'
import { textNames, type TextName } from './protocol.ts'

/** What one recorded edit did to each text it touched, and the client ids under which new text was written. */
export interface Replayed {
  readonly edits: readonly { readonly name: TextName; readonly steps: readonly Step[] }[]
  readonly clients: readonly number[]
}

/** The texts of a claim, brought forth again from its recorded edits, one after the other. */
export interface Replay {
  /** @throws {Error} in plain words when the edit does not fit onto the ones before it. */
  apply(update: Uint8Array): Replayed
  texts(): Readonly<Record<TextName, string>>
  end(): void
}

/** Begins with empty texts. */
export function startReplay(): Replay {
  const doc = new Y.Doc({ gc: true })
  let edits: Replayed['edits'][number][] = []
  for (const name of textNames) {
    doc.getText(name).observe(({ delta }) => edits.push({ name, steps: delta as Step[] }))
  }
  return {
    apply(update) {
      const clients = writersOf(update)
      edits = []
      applyTo(doc, update)
      if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
        throw new Error('The edit builds on text that is not there.')
      }
      if (doc.share.size !== textNames.length) throw new Error('The edit writes into an unknown text.')
      return { edits, clients }
    },
    texts: () =>
      Object.fromEntries(textNames.map((name) => [name, doc.getText(name).toString()])) as Record<TextName, string>,
    end: () => doc.destroy(),
  }
}

function writersOf(update: Uint8Array): number[] {
  try {
    return [...new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client))]
  } catch {
    throw new Error('The edit cannot be read.')
  }
}

function applyTo(doc: Y.Doc, update: Uint8Array): void {
  try {
    Y.applyUpdate(doc, update)
  } catch {
    throw new Error('The edit does not fit the text.')
  }
}
