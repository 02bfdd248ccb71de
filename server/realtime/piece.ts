import * as Y from 'yjs'

/** What is known of one piece of text, put back in one go and parted since, up to the end of one of its parts. */
export interface Piece {
  readonly item: Y.Item
  readonly length: number
  /** How many of its letters are known to have been put back. */
  readonly restored: number
  /** How many more may have been: they are not told by their letters any more. */
  readonly untold: number
}

/** A part of a piece, and where the words that it puts back, if it does, may have stood first. */
export interface Part {
  /** Where they may begin, the likeliest first. */
  readonly places: readonly (Y.ID | null)[]
  /** The last of them, if all that is not told was put back. */
  readonly furthest: Y.ID | null
  /** The piece up to the end of this part, once it is known how many of its letters were put back. */
  and(restored: number): Piece
}

/** How many letters that are not told are reckoned with, before the place of those that are. */
const mostUntold = 50

/** The next item of an edit as a part of its piece; its first `skipped` letters are known already. */
export function partOf(item: Y.Item, skipped: number, before: Piece | null): Part {
  const isParted = before !== null && isPartedFrom(before.item, item)
  const { length, restored, untold } = isParted ? before : { length: 0, restored: 0, untold: 0 }
  const most = restored + untold + skipped
  const least = Math.max(restored, most - mostUntold)
  const between = Array.from({ length: most - least + 1 }, (_, index) => most - index)
  const from = (offset: number) => item.rightOrigin && behind(item.rightOrigin, offset)
  const isTold = item.content instanceof Y.ContentString
  return {
    places: [length + skipped, ...between, 0].map(from),
    furthest: from(most),
    and: (more) => ({
      item,
      length: length + item.length,
      restored: restored + more,
      untold: untold + skipped + (isTold ? 0 : item.length - skipped),
    }),
  }
}

/** The id of the letter so many behind another. */
export const behind = ({ client, clock }: Y.ID, offset: number): Y.ID => Y.createID(client, clock + offset)

/** Whether two parts were written as one: cut apart, the second hangs on the first and has the same right neighbour. */
function isPartedFrom(first: Y.Item, second: Y.Item): boolean {
  const end = first.id.clock + first.length
  const hangs = second.origin?.client === first.id.client && second.origin.clock === end - 1
  return hangs && second.id.clock === end && Y.compareIDs(first.rightOrigin, second.rightOrigin)
}
