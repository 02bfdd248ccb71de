import { Authorship } from '../realtime/authorship.ts'
import type { KeptSources } from '../realtime/kept-sources.ts'
import type { Run } from '../realtime/letters.ts'
import { textNames, type TextName } from '../realtime/protocol.ts'
import type { Entry } from './entry.ts'
import { asShown, Bursts, burstsOf, type Burst, type TextChange } from './timeline.ts'

type RecordedEdit = Pick<Entry, 'seq' | 'at' | 'actor' | 'payload'>

/** Of so many edits together it is told what they did, so that none of them takes long. */
const mostUntold = 1_000

/** What a past takes that has no edits yet, in bytes of edits that would take as much. */
const ofNone = 200

/**
 * What the texts of a claim were after every one of its edits, which are taken in once, in order. Any moment is then
 * told by who wrote each letter, when it came and when it went, without going through the edits again.
 */
export class TextPast {
  readonly #authorship = new Authorship()
  readonly #edits: Omit<RecordedEdit, 'payload'>[] = []
  /** What is known of each change before its steps are: they are told for all edits at once. */
  #untold: (Omit<TextChange, 'steps'> & { readonly edit: number })[] = []
  readonly #changes: TextChange[] = []
  readonly #bursts = new Bursts()
  readonly #ended: Burst[] = []
  #bytes = ofNone

  /** Goes by what was kept of edits that were erased in part. Told before any edit is taken in. */
  know(kept: KeptSources): void {
    this.#authorship.know(kept)
  }

  /**
   * Takes in the next edit; `deed` is the newest deed before it on its claim or that claim's report, by seq, 0 for none.
   * @throws {Error} when it cannot be read.
   */
  apply({ seq, at, actor, payload }: RecordedEdit, deed: number): void {
    const touched = this.#authorship.apply({ actor, payload })
    this.#edits.push({ seq, at, actor })
    for (const name of this.#authorship.changed) {
      this.#untold.push({ seq, at, actor, name, touched: touched(name), deed, edit: this.#edits.length })
    }
    this.#bytes += payload.length
    if (this.#untold.length >= mostUntold) this.#tell()
  }

  /** How many bytes its edits have, and what one without edits takes by comparison. */
  get bytes(): number {
    return this.#bytes
  }

  /** The newest edit that was taken in; 0 for none. */
  get seq(): number {
    return this.#edits.at(-1)?.seq ?? 0
  }

  get edits(): readonly Omit<RecordedEdit, 'payload'>[] {
    return this.#edits
  }

  get bursts(): readonly Burst[] {
    this.#tell()
    return [...this.#ended, ...this.#bursts.open.map(asShown)]
  }

  #tell(): void {
    const [first] = this.#untold
    if (!first) return
    const steps = new Map(textNames.map((name) => [name, this.#authorship.stepsOf(name, first.edit - 1)]))
    for (const { edit, ...rest } of this.#untold) {
      const change = { ...rest, steps: steps.get(rest.name)?.get(edit) ?? [] }
      this.#changes.push(change)
      this.#ended.push(...this.#bursts.take(change).map(asShown))
    }
    this.#untold = []
  }

  /** The texts as they stood after an entry, in runs of words of one person. Spans count edits: see `timesOf`. */
  runsAt(seq: number): Readonly<Record<TextName, readonly Run[]>> {
    const after = this.#countUpTo(seq)
    const runs = textNames.map((name) => [name, this.#authorship.runsOf(name, after)])
    return Object.fromEntries(runs) as Record<TextName, readonly Run[]>
  }

  /** When the first and the last edit of a span were made, as ISO strings. */
  timesOf({ first, last }: Run['written']): { readonly first: string; readonly last: string } {
    return { first: this.#edits[first - 1]?.at ?? '', last: this.#edits[last - 1]?.at ?? '' }
  }

  /** The bursts that end with an edit; for one within a burst, what it did by itself. */
  burstsAt(seq: number): readonly Burst[] {
    const ending = this.bursts.filter((burst) => burst.seq === seq)
    if (ending.length > 0) return ending
    const before = textsOf(this.runsAt(seq - 1))
    return burstsOf(
      this.#changes.filter((change) => change.seq === seq),
      new Map(textNames.map((name) => [name, before[name]])),
    )
  }

  /** The burst that an edit is part of; undefined where its person left the text as it was. */
  burstWith(seq: number, name: string, actor: string): Burst | undefined {
    return this.bursts.find((each) => {
      return each.name === name && each.actor === actor && each.first <= seq && seq <= each.seq
    })
  }

  #countUpTo(seq: number): number {
    let [low, high] = [0, this.#edits.length]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((this.#edits[middle]?.seq ?? 0) <= seq) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The words alone. */
export function textsOf(runs: Readonly<Record<TextName, readonly Run[]>>): Readonly<Record<TextName, string>> {
  const texts = textNames.map((name) => [name, runs[name].map(({ text }) => text).join('')])
  return Object.fromEntries(texts) as Record<TextName, string>
}
