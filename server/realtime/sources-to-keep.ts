import * as Y from 'yjs'
import { Authorship } from './authorship.ts'
import { sourceRuns, stretchName, type KeptSources, type KeptStretch } from './kept-sources.ts'

/** Tells what must be kept so that other edits in the place of these tell the same of whose words they bring. */
export class SourcesToKeep {
  readonly #before = new Authorship()
  readonly #after = new Authorship()
  readonly kept: KeptStretch[] = []

  /** With what was kept before. */
  constructor(known: KeptSources) {
    for (const each of [this.#before, this.#after]) each.know(known)
  }

  /** Takes in the next edit of somebody, and what comes in its place. */
  take(actor: string, before: Uint8Array, after: Uint8Array): void {
    this.#before.apply({ actor, payload: before })
    this.#after.apply({ actor, payload: after })
    const told = new Map(this.#after.stretches.map(({ id, from }) => [stretchName(id), from]))
    for (const { id, from } of this.#before.stretches) {
      const isSame = from.every((source, index) => Y.compareIDs(source, told.get(stretchName(id))?.[index] ?? null))
      if (!isSame) this.kept.push({ client: id.client, clock: id.clock, from: sourceRuns(from) })
    }
  }

  end(): void {
    this.#before.end()
    this.#after.end()
  }
}
