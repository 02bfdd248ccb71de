import * as Y from 'yjs'
import type { Step } from '../history/marks.ts'
import { textNames, type TextName } from './protocol.ts'

/** What one recorded edit did to each text it touched, and the client ids under which it holds text, new or known. */
export interface Replayed {
  readonly edits: readonly { readonly name: TextName; readonly steps: readonly Step[] }[]
  readonly clients: readonly number[]
}

/** The texts of a claim, brought forth again from its recorded edits, one after the other. */
export interface Replay {
  /** @throws {Error} in plain words when the edit does not fit onto the ones before it. */
  apply(update: Uint8Array): Replayed
  texts(): Readonly<Record<TextName, string>>
  /** Whether a snapshot says the same, down to every id and its place. */
  isState(snapshot: Uint8Array): boolean
  end(): void
}

/** Texts that tell nobody of their edits: for a history of them Yjs would do it a million times, for no listener at all. */
class UnheardDoc extends Y.Doc {
  override emit(): void {}
}

/** Begins with empty texts. */
export function startReplay(): Replay {
  const doc = new UnheardDoc({ gc: true })
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
    isState: (snapshot) => {
      const [own, other] = [normalized(Y.encodeStateAsUpdate(doc)), normalized(snapshot)]
      return other !== null && own?.length === other.length && own.every((byte, index) => byte === other[index])
    },
    end: () => doc.destroy(),
  }
}

/** One encoding for each state, however its edits were grouped on the way; null when it is none. */
function normalized(state: Uint8Array): Uint8Array | null {
  const doc = new Y.Doc({ gc: true })
  try {
    for (const name of textNames) doc.getText(name)
    applyTo(doc, state)
    return Y.encodeStateAsUpdate(doc)
  } catch {
    return null
  } finally {
    doc.destroy()
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
