import * as Y from 'yjs'
import { textNames, type TextName } from './protocol.ts'

/** What one recorded edit did: the texts whose words it changed, and the client ids under which new text was written. */
export interface Replayed {
  readonly changed: readonly TextName[]
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
  const roots = new Map<unknown, TextName>(textNames.map((name) => [doc.getText(name), name]))
  const current: Record<TextName, string> = { statement: '', analysis: '', notes: '' }
  return {
    apply(update) {
      const clients = writersOf(update)
      const touched = applyTo(doc, update, roots)
      if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
        throw new Error('The edit builds on text that is not there.')
      }
      if (doc.share.size !== textNames.length) throw new Error('The edit writes into an unknown text.')
      const changed = touched.filter((name) => {
        const next = doc.getText(name).toString()
        const isDifferent = next !== current[name]
        current[name] = next
        return isDifferent
      })
      return { changed, clients }
    },
    texts: () => ({ ...current }),
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

function applyTo(doc: Y.Doc, update: Uint8Array, roots: ReadonlyMap<unknown, TextName>): TextName[] {
  const touched = new Set<TextName>()
  const note = (transaction: Y.Transaction) => {
    for (const type of transaction.changed.keys()) {
      const name = roots.get(type)
      if (name) touched.add(name)
    }
  }
  doc.on('afterTransaction', note)
  try {
    Y.applyUpdate(doc, update)
  } catch {
    throw new Error('The edit does not fit the text.')
  } finally {
    doc.off('afterTransaction', note)
  }
  return textNames.filter((name) => touched.has(name))
}
