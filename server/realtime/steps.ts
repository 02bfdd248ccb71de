import type { Step } from '../history/marks.ts'

/** A letter that stands in a text or did: the edits with which it came and went, counted from 1; Infinity while it stands. */
export interface Life {
  readonly letter: string
  readonly placed: number
  readonly deleted: number
}

/**
 * What each edit after the first so many did to a text, by edit; told by all letters that ever stood in it, in their
 * order, which no edit changes. An edit that left the text as it was is not in it. As quick for the last edit of a long
 * history as for its first.
 */
export function stepsOf(lives: readonly Life[], after: number): ReadonlyMap<number, readonly Step[]> {
  const touched = new Map<number, number[]>()
  const note = (edit: number, index: number) => {
    if (edit <= after || edit === Infinity) return
    const known = touched.get(edit)
    if (known) known.push(index)
    else touched.set(edit, [index])
  }
  const standing = new Standing(lives.map(({ placed, deleted }) => (placed <= after && deleted > after ? 1 : 0)))
  for (const [index, { placed, deleted }] of lives.entries()) {
    // What came and went at once never stood.
    if (placed === deleted) continue
    note(placed, index)
    note(deleted, index)
  }
  const edits = [...touched].toSorted(([one], [other]) => one - other)
  return new Map(edits.map(([edit, indexes]) => [edit, stepsOfOne(lives, standing, edit, indexes)]))
}

function stepsOfOne(lives: readonly Life[], standing: Standing, edit: number, indexes: readonly number[]): Step[] {
  const steps: Step[] = []
  let passed = 0
  for (const index of indexes) {
    const before = standing.before(index)
    if (before > passed) steps.push({ retain: before - passed })
    passed = Math.max(passed, before)
    const { letter = '', placed } = lives[index] ?? {}
    const last = steps.at(-1)
    if (placed === edit) {
      if (last?.insert === undefined) steps.push({ insert: letter })
      else steps[steps.length - 1] = { insert: last.insert + letter }
    } else {
      passed += 1
      if (last?.delete === undefined) steps.push({ delete: 1 })
      else steps[steps.length - 1] = { delete: last.delete + 1 }
    }
  }
  for (const index of indexes) standing.change(index, lives[index]?.placed === edit ? 1 : -1)
  return steps
}

/** How many letters stand before a place among all that ever did (P. Fenwick, A new data structure for cumulative frequency tables, 1994). */
class Standing {
  readonly #sums: Int32Array

  constructor(counts: readonly number[]) {
    this.#sums = new Int32Array(counts.length + 1)
    for (const [index, count] of counts.entries()) if (count > 0) this.change(index, count)
  }

  before(index: number): number {
    let sum = 0
    for (let at = index; at > 0; at -= at & -at) sum += this.#sums[at] ?? 0
    return sum
  }

  change(index: number, by: number): void {
    for (let at = index + 1; at < this.#sums.length; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + by
  }
}
