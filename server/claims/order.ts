interface Placed {
  readonly id: string
  readonly position: number
}

/** A place among claims, and where others go to make room for it, by their ids. */
export interface Room {
  readonly position: number
  readonly aside: ReadonlyMap<string, number>
}

/** How far apart claims must stand to have another between them, and how far those that make room come to stand. */
const leastGap = 2 ** -30
const freshGap = 2 ** -10

/**
 * The place right behind one of a report's claims, given in their order, or before all of them for -1. Halving the gap
 * between two comes to an end: then as few of those behind it as can stand apart again are spread anew.
 */
export function roomBehind(claims: readonly Placed[], index: number): Room {
  const before = claims[index]
  if (!before) return { position: (claims[0]?.position ?? 1) - 1, aside: new Map() }
  for (let count = 0; ; count = Math.max(1, count * 2)) {
    const moved = claims.slice(index + 1, index + 1 + count)
    const next = claims[index + 1 + count]
    const step = next ? (next.position - before.position) / (moved.length + 2) : 1
    if (step < (count === 0 ? leastGap : freshGap)) continue
    const place = (nth: number) => before.position + nth * step
    return { position: place(1), aside: new Map(moved.map(({ id }, nth) => [id, place(nth + 2)])) }
  }
}
