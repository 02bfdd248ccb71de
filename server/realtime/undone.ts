import * as Y from 'yjs'

type Letter = Pick<Y.ID, 'client' | 'clock'>

/**
 * How far a later letter is from standing for an earlier one that undo wrote anew; null when it cannot stand for it.
 * Undo writes letters right before the first of those that went together. Whoever types over words writes there too:
 * what was typed first and went shifts what undo wrote behind it, and by no more than that.
 * `known` says by client which letters are earlier: those below its clock.
 */
export function shiftOf(
  text: Y.Text,
  later: Letter,
  earlier: Letter,
  known: ReadonlyMap<number, number>,
): number | null {
  let letter = later
  let mostShift = 0
  const passed = new Set<string>()
  while (letter.clock >= (known.get(letter.client) ?? 0)) {
    const name = `${letter.client}.${letter.clock}`
    const stretch = stretchTo(text, letter)
    // What people typed before each other's letters may lead in a circle.
    if (!stretch || passed.has(name)) return null
    passed.add(name)
    mostShift += stretch.gone
    letter = { client: stretch.next.client, clock: stretch.next.clock + stretch.before }
  }
  const shift = letter.clock - earlier.clock
  return letter.client === earlier.client && shift >= 0 && shift <= mostShift ? shift : null
}

interface Stretch {
  /** The letter that it was written right before. */
  readonly next: Letter
  /** How many of its letters come before the one that was asked for. */
  readonly before: number
  /** How many of those are gone, counted from its beginning to the first that is not. */
  readonly gone: number
}

/** What was written in one go up to a letter, right before letters that went; null when it was written elsewhere. */
function stretchTo(text: Y.Text, { client, clock }: Letter): Stretch | null {
  let part = itemAt(text, Y.createID(client, clock))
  const next = part?.rightOrigin ?? null
  if (!part || !next || !itemAt(text, next)?.deleted) return null
  let gone = part.deleted ? clock - part.id.clock : 0
  for (let previous = beforeIn(text, part); previous; previous = beforeIn(text, part)) {
    gone = previous.deleted ? gone + previous.length : 0
    part = previous
  }
  return { next, before: clock - part.id.clock, gone }
}

/** The part of a text that one goes on from, as Yjs tells whether two may become one. */
function beforeIn(text: Y.Text, { id, origin, rightOrigin }: Y.Item): Y.Item | null {
  if (origin?.client !== id.client || origin.clock !== id.clock - 1) return null
  const previous = itemAt(text, origin)
  return previous && Y.compareIDs(previous.rightOrigin, rightOrigin) ? previous : null
}

function itemAt({ doc }: Y.Text, id: Y.ID): Y.Item | null {
  if (!doc || Y.getState(doc.store, id.client) <= id.clock) return null
  const found: Y.Item | Y.GC = Y.getItem(doc.store, id)
  return found instanceof Y.Item ? found : null
}
