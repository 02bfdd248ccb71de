import * as Y from 'yjs'

type Id = { client: number; clock: number }
type Walked = Y.Item | Y.GC | null

/**
 * How many neighbours Yjs will look at to find the place of a new part (yjs Item.integrate, its conflict loop), counted
 * up to `most`. Hostile parts can make every one of them be compared with every other, so this is asked before.
 * The part's neighbours must be in the document already.
 */
export function stepsToPlace(doc: Y.Doc, item: Y.Item, most: number): number {
  const origin = originOf(doc, item)
  const left = found(doc, origin)
  const right = found(doc, item.rightOrigin)
  const visited = new Set<Walked>()
  let next = left instanceof Y.Item ? afterOrigin(left, origin) : startOf(doc, item, right)
  let steps = 0
  while (next && next !== right && steps < most) {
    steps += 1
    visited.add(next)
    if (!isConflict(doc, next, origin, visited)) break
    next = next.right
  }
  return steps
}

/** A part of which the beginning is known already hangs on what is known of it. */
function originOf(doc: Y.Doc, { id, origin }: Y.Item): Id | null {
  const known = Y.getState(doc.store, id.client)
  return known > id.clock ? { client: id.client, clock: known - 1 } : origin
}

/** Whether Yjs goes on past this neighbour: it stands at the same place, or hangs on something already passed. */
function isConflict(doc: Y.Doc, next: Y.Item, origin: Id | null, visited: ReadonlySet<Walked>): boolean {
  if (isSame(next.origin, origin)) return true
  return next.origin !== null && visited.has(found(doc, next.origin))
}

function found(doc: Y.Doc, id: Id | null): Walked {
  return id === null ? null : Y.getItem(doc.store, Y.createID(id.client, id.clock))
}

// An origin within a run of text: Yjs cuts the run there, and the rest of it comes first.
const afterOrigin = (left: Y.Item, origin: Id | null): Y.Item | null =>
  origin && origin.clock < left.id.clock + left.length - 1 ? left : left.right

function startOf(doc: Y.Doc, item: Y.Item, right: Walked): Y.Item | null {
  const parent: unknown = item.parent
  const text = typeof parent === 'string' ? doc.getText(parent) : right instanceof Y.Item ? right.parent : null
  // oxlint-disable-next-line no-underscore-dangle -- where a list of parts begins is told by nothing else
  return text instanceof Y.AbstractType ? text._start : null
}

const isSame = (one: Id | null, other: Id | null): boolean =>
  one === other || (one !== null && other !== null && one.client === other.client && one.clock === other.clock)
