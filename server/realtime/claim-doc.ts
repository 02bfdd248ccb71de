import * as Y from 'yjs'
import { digestOf } from './digest.ts'
import { encodeDeletions, encodePart } from './encode.ts'
import { judge, type Contents, type Deletion } from './gate.ts'
import { mostTimesLimit, textLimits, textNames, type TextName } from './protocol.ts'
import { stepsToPlace } from './tangle.ts'

export type ClaimTexts = Readonly<Record<TextName, string>>

/**
 * What one turn has taken in of an edit: `update` is what it adds to what is committed, in canonical form, null when
 * that is nothing; `done` when nothing of the edit is left for another turn.
 */
export type Turn = { readonly refused: string } | { readonly update: Uint8Array | null; readonly done: boolean }

/** What one turn takes in, so that it never lasts long; and how tangled a whole edit may be. */
const perTurn = { parts: 400, deletions: 1_000, steps: 20_000 } as const
const mostSteps = 1_000_000

/**
 * How many parts a document may have, deleted ones included: far more than years of honest editing leave, and few
 * enough to be loaded, and told of in one frame, by everybody who comes after. Past half of that, nobody may add many
 * at once: what is left is for typing.
 */
const mostParts = { ever: 40_000, atOnce: 100, half: 20_000 } as const

const misfits = 'The edit does not fit the text.'

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

  /**
   * Judges an edit, then applies it to the working state, turn by turn: other rooms are served between two of them. A
   * refusal is the last turn, and leaves no trace of the edit. `inFlight` is what waits for its commit by then.
   */
  *accept(update: Uint8Array, clientId: number, inFlight: () => readonly Uint8Array[]): Generator<Turn, void> {
    // Nobody knows of what others wrote before it is committed; of one's own, more may be on its way.
    const docFor = (client: number) => (client === clientId ? this.#working : this.#committed)
    const contents = judge(update, clientId, (client) => Y.getState(docFor(client).store, client))
    if ('refused' in contents) return yield contents
    const plan = new Plan(contents)
    // To judge a large edit takes as long as a turn.
    if (plan.isLarge) yield { update: null, done: false }
    do {
      const start = Y.getState(this.#working.store, clientId)
      plan.partsBefore ??= partsIn(this.#working)
      const taken = this.#take(plan)
      const misfit = typeof taken === 'string' ? taken : this.#misfit(clientId, start, plan.partsBefore)
      if (misfit !== null || typeof taken === 'string') {
        this.rewind(inFlight())
        return yield { refused: misfit ?? misfits }
      }
      yield { update: taken.length > 0 ? Y.mergeUpdates(taken) : null, done: plan.isDone }
    } while (!plan.isDone)
  }

  /**
   * One turn of an edit. What somebody else has deleted too, and is not committed yet, stays a deletion of this edit:
   * it must hold even if the other one fails.
   */
  #take(plan: Plan): Uint8Array[] | string {
    const taken: Uint8Array[] = []
    const keep = (update: Uint8Array) => void taken.push(update)
    this.#working.on('update', keep)
    try {
      const turn = this.#working.transact(() => plan.applyTurn(this.#working))
      if (typeof turn === 'string') return turn
      const standing = turn.flatMap((deletion) => standingIn(this.#committed, deletion))
      return standing.length > 0 ? [...taken, encodeDeletions(standing)] : taken
    } catch {
      return misfits
    } finally {
      this.#working.off('update', keep)
    }
  }

  #misfit(clientId: number, start: number, partsBefore: number): string | null {
    const isTooLong = textNames.some(
      (name) => this.#working.getText(name).length > textLimits[name] * mostTimesLimit.room,
    )
    if (isTooLong) return 'The text has become many times longer than it may be.'
    const parts = partsIn(this.#working)
    const isMuch = parts > mostParts.half && parts - partsBefore > mostParts.atOnce
    if (isMuch || parts > mostParts.ever) return 'The text has been cut into too many parts.'
    return isWhole(this.#working) && staysInOneText(this.#working, clientId, start) ? null : misfits
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

  /** The committed texts with these edits, or null if they build on something that is not committed. */
  textsWith(updates: readonly Uint8Array[]): ClaimTexts | null {
    const doc = docOf([this.state(), ...updates])
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

/** An edit on its way into a document: how far it is. */
class Plan {
  /** How many parts the document had before it. */
  partsBefore: number | null = null
  readonly #contents: Contents
  #parts = 0
  #deletions = 0
  #steps = 0

  constructor(contents: Contents) {
    this.#contents = contents
  }

  get isDone(): boolean {
    const { parts, deletions } = this.#contents
    return this.#parts === parts.length && this.#deletions === deletions.length
  }

  get isLarge(): boolean {
    const { parts, deletions } = this.#contents
    return parts.length > perTurn.parts || deletions.length > perTurn.deletions
  }

  /** Takes in what one turn may, and answers what it deleted. Each part is placed only when it is known how long that takes. */
  applyTurn(doc: Y.Doc): readonly Deletion[] | string {
    const { parts, deletions } = this.#contents
    const end = Math.min(parts.length, this.#parts + perTurn.parts)
    const stepsBefore = this.#steps
    while (this.#parts < end && this.#steps - stepsBefore < perTurn.steps) {
      const part = parts[this.#parts] as Y.Item
      const steps = stepsToPlace(doc, part, perTurn.steps)
      this.#steps += steps
      if (steps >= perTurn.steps || this.#steps >= mostSteps) return 'The edit has too many parts in one place.'
      Y.applyUpdate(doc, encodePart(part))
      this.#parts += 1
    }
    if (this.#parts < parts.length) return []
    const some = deletions.slice(this.#deletions, this.#deletions + perTurn.deletions)
    this.#deletions += some.length
    if (some.length > 0) Y.applyUpdate(doc, encodeDeletions(some))
    return some
  }
}

/** What of a deletion a document does not hold as deleted: letters that stand in it, or that it does not know yet. */
function standingIn(doc: Y.Doc, { client, clock, len }: Deletion): Deletion[] {
  const structs = doc.store.clients.get(client) ?? []
  const known = Y.getState(doc.store, client)
  const end = clock + len
  const standing = end > known ? [{ client, clock: Math.max(clock, known), len: end - Math.max(clock, known) }] : []
  let at = clock
  for (let index = at < known ? Y.findIndexSS(structs, at) : structs.length; at < Math.min(end, known); index += 1) {
    const struct = structs[index] as Y.Item | Y.GC
    const next = Math.min(end, struct.id.clock + struct.length)
    if (!struct.deleted) standing.push({ client, clock: at, len: next - at })
    at = next
  }
  return standing
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: true })
  for (const name of textNames) doc.getText(name)
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return doc
}

function partsIn(doc: Y.Doc): number {
  let parts = 0
  for (const structs of doc.store.clients.values()) parts += structs.length
  return parts
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
    const beside = [struct.origin, struct.rightOrigin].flatMap((id) => (id ? [Y.getItem(doc.store, id)] : []))
    if (beside.some((item: Y.Item | Y.GC) => !(item instanceof Y.Item) || item.parent !== struct.parent)) return false
  }
  return true
}
