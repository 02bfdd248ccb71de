import * as Y from 'yjs'
import { digestOf } from './digest.ts'
import { judge } from './gate.ts'
import { textLimits, textNames, type TextName } from './protocol.ts'
import { mostSteps, pieceOf, stepsToPlace } from './tangle.ts'

export type ClaimTexts = Readonly<Record<TextName, string>>

/** `update` is what the edit changed in canonical form; null when everything was known already. */
export type Acceptance = { readonly refused: string } | { readonly update: Uint8Array | null }

/** An editor stops at the limit; several people who were offline may pass it together, but not by this factor. */
const excess = 4

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
  #digest: Uint8Array | null = null

  /** @throws {Error} when the updates do not make a whole document. */
  constructor(updates: readonly Uint8Array[]) {
    this.#committed = docOf(updates)
    this.#working = docOf([Y.encodeStateAsUpdate(this.#committed)])
    if (!isWhole(this.#committed)) throw new Error('The recorded edits do not make a whole text.')
  }

  /** Judges an edit and applies it to the working state. A refused edit leaves no trace. */
  accept(update: Uint8Array, clientId: number, inFlight: readonly Uint8Array[]): Acceptance {
    const { store } = this.#working
    const judgement = judge(update, clientId, (client) => Y.getState(store, client))
    if ('refused' in judgement) return judgement
    const start = Y.getState(store, clientId)
    let emitted: Uint8Array | null = null
    const keep = (changed: Uint8Array) => (emitted = changed)
    this.#working.on('update', keep)
    const refused = this.#apply(update, judgement.parts)
    this.#working.off('update', keep)
    if (refused ?? this.#misfit(clientId, start)) {
      this.rewind(inFlight)
      return { refused: refused ?? 'The edit does not fit the text.' }
    }
    return { update: emitted }
  }

  /** Takes the parts in one by one, so that none is placed before it is known how long that takes. */
  #apply(update: Uint8Array, parts: readonly Y.Item[]): string | null {
    let left = mostSteps
    try {
      return this.#working.transact(() => {
        for (const part of parts) {
          left -= stepsToPlace(this.#working, part, left)
          if (left <= 0) return 'The edit has too many parts in one place.'
          if (parts.length > 1) Y.applyUpdate(this.#working, pieceOf(part))
        }
        Y.applyUpdate(this.#working, update)
        return null
      })
    } catch {
      return 'The edit does not fit the text.'
    }
  }

  #misfit(clientId: number, start: number): boolean {
    const isTooLong = textNames.some((name) => this.#working.getText(name).length > textLimits[name] * excess)
    return isTooLong || !isWhole(this.#working) || !staysInOneText(this.#working, clientId, start)
  }

  /** Starts the working state anew from what is committed and the given edits in flight. */
  rewind(inFlight: readonly Uint8Array[]): void {
    this.#working.destroy()
    this.#working = docOf([Y.encodeStateAsUpdate(this.#committed), ...inFlight])
  }

  /** Takes an edit over into the committed state, after its commit. */
  commit(update: Uint8Array): void {
    Y.applyUpdate(this.#committed, update)
    this.#digest = null
  }

  /** The texts with every edit in flight. */
  workingTexts(): ClaimTexts {
    return textsOf(this.#working)
  }

  /** The texts as committed. */
  committedTexts(): ClaimTexts {
    return textsOf(this.#committed)
  }

  /** The digest of the committed texts. */
  digest(): Uint8Array {
    this.#digest ??= digestOf(this.committedTexts())
    return this.#digest
  }

  /** The committed texts with one more edit, or null if it builds on something that is not committed. */
  textsWith(update: Uint8Array): ClaimTexts | null {
    const doc = docOf([this.state(), update])
    const texts = isWhole(doc) ? textsOf(doc) : null
    doc.destroy()
    return texts
  }

  /** The whole committed state (Yjs update, V1). */
  state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.#committed)
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
    if (!(struct instanceof Y.Item)) return false
    const { left, right, parent } = struct
    if ((left && left.parent !== parent) || (right && right.parent !== parent)) return false
  }
  return true
}
