import * as Y from 'yjs'

type Letter = Pick<Y.ID, 'client' | 'clock'>

/** The earlier letter that a later one leads to, and by how much it may be shifted from the one that it stands for. */
interface Led {
  readonly letter: Letter
  readonly mostShift: number
}

/**
 * Tells of later letters how far each is from standing for an earlier one that undo wrote anew; null when it cannot.
 * Undo writes letters right before the first of those that went together. Whoever types over words writes there too:
 * what was typed first and went shifts what undo wrote behind it, and by no more than that.
 * `known` says by client which letters are earlier: those below its clock. However many are asked for, each letter of
 * the text is passed once.
 */
export function shiftsFrom(
  text: Y.Text,
  earlier: Letter,
  known: ReadonlyMap<number, number>,
): (later: Letter) => number | null {
  const stretchTo = stretchesIn(text)
  const ends = new Map<string, Led | null>()
  const ledFrom = (later: Letter): Led | null => {
    const passed: { name: string; gone: number }[] = []
    let letter = later
    while (letter.clock >= (known.get(letter.client) ?? 0)) {
      const name = `${letter.client}.${letter.clock}`
      const stretch = ends.has(name) ? null : stretchTo(letter)
      if (!stretch) return keep(passed, ends.get(name) ?? null)
      // Until its end is known it has none: what people typed before each other's letters may lead in a circle.
      ends.set(name, null)
      passed.push({ name, gone: stretch.gone })
      letter = { client: stretch.next.client, clock: stretch.next.clock + stretch.before }
    }
    return keep(passed, { letter, mostShift: 0 })
  }
  const keep = (passed: readonly { name: string; gone: number }[], end: Led | null): Led | null => {
    let led = end
    for (const { name, gone } of passed.toReversed()) {
      led = led && { ...led, mostShift: led.mostShift + gone }
      ends.set(name, led)
    }
    return led
  }
  return (later) => {
    const led = ledFrom(later)
    if (led?.letter.client !== earlier.client) return null
    const shift = led.letter.clock - earlier.clock
    return shift >= 0 && shift <= led.mostShift ? shift : null
  }
}

interface Stretch {
  /** The letter that it was written right before. */
  readonly next: Letter
  /** How many of its letters come before the one that was asked for. */
  readonly before: number
  /** How many of those are gone, counted from its beginning to the first that is not. */
  readonly gone: number
}

/** Tells what was written in one go up to a letter, right before letters that went; null when it was written elsewhere. */
function stretchesIn(text: Y.Text): (letter: Letter) => Stretch | null {
  const begins = new Map<Y.Item, Begin>()
  return ({ client, clock }) => {
    const part = itemAt(text, Y.createID(client, clock))
    const next = part?.rightOrigin
    if (!part || !next || !itemAt(text, next)?.deleted) return null
    const begin = beginOf(text, part, begins)
    return { next, before: clock - begin.clock, gone: goneUntil(clock, part, begin) }
  }
}

/** Where the stretch of a part begins, and how many of its letters from there on, up to the part, are gone. */
interface Begin {
  readonly clock: number
  readonly gone: number
}

function beginOf(text: Y.Text, part: Y.Item, begins: Map<Y.Item, Begin>): Begin {
  const unknown: Y.Item[] = []
  let previous: Y.Item | null = part
  for (; previous && !begins.has(previous); previous = beforeIn(text, previous)) unknown.push(previous)
  let begin = previous ? begins.get(previous) : undefined
  for (const each of unknown.toReversed()) {
    const { clock } = each.id
    begin = previous && begin ? { ...begin, gone: goneUntil(clock, previous, begin) } : { clock, gone: 0 }
    begins.set(each, begin)
    previous = each
  }
  return begin ?? { clock: part.id.clock, gone: 0 }
}

function goneUntil(clock: number, { deleted, id }: Y.Item, begin: Begin): number {
  return deleted && begin.clock + begin.gone === id.clock ? clock - begin.clock : begin.gone
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
