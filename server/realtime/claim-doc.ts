import * as Y from 'yjs'
import { judge } from './gate.ts'
import { textNames, type TextName } from './protocol.ts'

export type ClaimTexts = Readonly<Record<TextName, string>>

/** `update` is what the edit changed in canonical form; null when everything was known already. */
export type Acceptance = { readonly refused: string } | { readonly update: Uint8Array | null }

/** The texts as plain strings. */
export function textsOf(doc: Y.Doc): ClaimTexts {
  return {
    statement: doc.getText('statement').toString(),
    analysis: doc.getText('analysis').toString(),
    notes: doc.getText('notes').toString(),
  }
}

/**
 * A claim's document twice: `committed` holds what PostgreSQL has made durable and is all that anyone is served;
 * `working` holds the edits in flight as well and is all that new edits are judged against.
 */
export class ClaimDoc {
  #committed: Y.Doc
  #working: Y.Doc

  constructor(updates: readonly Uint8Array[]) {
    this.#committed = docOf(updates)
    this.#working = docOf(updates)
  }

  /** Judges an edit and applies it to the working state. A refused edit leaves no trace. */
  accept(update: Uint8Array, clientId: number, inFlight: readonly Uint8Array[]): Acceptance {
    const { store } = this.#working
    const judgement = judge(update, clientId, (client) => Y.getState(store, client))
    if (!judgement.fits) return { refused: judgement.refused }
    const start = Y.getState(store, clientId)
    let emitted: Uint8Array | null = null
    const keep = (changed: Uint8Array) => (emitted = changed)
    try {
      this.#working.on('update', keep)
      Y.applyUpdate(this.#working, update)
    } catch {
      return this.#forget(inFlight)
    } finally {
      this.#working.off('update', keep)
    }
    if (!isWhole(this.#working) || !staysInOneText(this.#working, clientId, start)) return this.#forget(inFlight)
    return { update: emitted }
  }

  #forget(inFlight: readonly Uint8Array[]): Acceptance {
    this.rewind(inFlight)
    return { refused: 'The edit does not fit the text.' }
  }

  /** Starts the working state anew from what is committed and the given edits in flight. */
  rewind(inFlight: readonly Uint8Array[]): void {
    this.#working.destroy()
    this.#working = docOf([Y.encodeStateAsUpdate(this.#committed), ...inFlight])
  }

  /** Takes an edit over into the committed state, after its commit. */
  commit(update: Uint8Array): void {
    Y.applyUpdate(this.#committed, update)
  }

  /** The texts with every edit in flight. */
  workingTexts(): ClaimTexts {
    return textsOf(this.#working)
  }

  /** The texts as committed. */
  committedTexts(): ClaimTexts {
    return textsOf(this.#committed)
  }

  /** The committed texts with one more edit, or null if it builds on something that is not committed. */
  textsWith(update: Uint8Array): ClaimTexts | null {
    const doc = docOf([Y.encodeStateAsUpdate(this.#committed), update])
    const texts = isWhole(doc) ? textsOf(doc) : null
    doc.destroy()
    return texts
  }

  /** What somebody with this state vector lacks of the committed state. */
  missing(stateVector: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#committed, stateVector)
  }

  /** What the committed state holds of each client. */
  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.#committed)
  }

  destroy(): void {
    this.#committed.destroy()
    this.#working.destroy()
  }
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: true })
  for (const name of textNames) doc.getText(name)
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return doc
}

function isWhole(doc: Y.Doc): boolean {
  return doc.store.pendingStructs === null && doc.store.pendingDs === null && doc.share.size === textNames.length
}

/** Neighbours from two different texts would bend both lists; no editor makes them. */
function staysInOneText(doc: Y.Doc, clientId: number, start: number): boolean {
  const structs = doc.store.clients.get(clientId) ?? []
  for (let index = structs.length - 1; index >= 0; index -= 1) {
    const struct = structs[index]
    if (!struct || struct.id.clock + struct.length <= start) break
    if (!(struct instanceof Y.Item)) continue
    const { left, right, parent } = struct
    if ((left && left.parent !== parent) || (right && right.parent !== parent)) return false
  }
  return true
}
