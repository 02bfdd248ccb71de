import type { Rating } from '#server/claims/verdict.ts'
import type { RequestedChangeView } from '#server/review/change-views.ts'

/** A live passage as the report text shows it. */
export interface Mark {
  readonly claimId: string
  readonly number: number
  readonly start: number
  readonly end: number
  readonly rating: Rating | null
  readonly checked: boolean
  readonly published: boolean
}

/** A mark with the line that it is drawn on, so that overlapping passages never share one. */
export interface LanedMark extends Mark {
  readonly lane: number
}

/** An open requested change as the report text shows it. */
export type ChangeMark = Pick<RequestedChangeView, 'id' | 'number' | 'start' | 'end' | 'replacement' | 'state'>

export interface Segment {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly marks: readonly LanedMark[]
  /** The numbers of the claims whose passages begin here. */
  readonly begins: readonly number[]
  /** The requested changes of these words. */
  readonly changes: readonly ChangeMark[]
  /** Those of them that ask for nothing after these words. */
  readonly ended: readonly ChangeMark[]
}

export interface Paragraph {
  readonly start: number
  readonly segments: readonly Segment[]
}

const byPlace = (a: Mark, b: Mark) => a.start - b.start || b.end - a.end || a.number - b.number

/** Gives each mark the lowest line that is free where it lies. */
export function laned(marks: readonly Mark[]): readonly LanedMark[] {
  const ends: number[] = []
  return marks
    .filter((mark) => mark.start < mark.end)
    .toSorted(byPlace)
    .map((mark) => {
      const free = ends.findIndex((end) => end <= mark.start)
      const lane = free === -1 ? ends.length : free
      ends[lane] = mark.end
      return { ...mark, lane }
    })
}

/** What lies over a text: the passages of claims, and requested changes. */
export interface Marks<M extends Mark = Mark> {
  readonly claims: readonly M[]
  readonly changes: readonly ChangeMark[]
}

/** Cuts `[from, to)` of the text wherever a mark begins or ends; the pieces joined are the text again. */
export function segmentsOf(text: string, from: number, to: number, marks: Marks<LanedMark>): readonly Segment[] {
  const touches = ({ start, end }: { start: number; end: number }) => start < to && end > from
  const [claims, changes] = [marks.claims.filter(touches), marks.changes.filter(touches)]
  const inside = [...claims, ...changes].flatMap((mark) => [mark.start, mark.end]).filter((at) => at > from && at < to)
  const borders = [...new Set([from, ...inside, to])].toSorted((a, b) => a - b)
  return borders.slice(0, -1).map((start, index) => {
    const end = borders[index + 1] ?? to
    const covers = (mark: { start: number; end: number }) => mark.start < end && mark.end > start
    const covering = claims.filter(covers)
    const requested = changes.filter(covers)
    return {
      start,
      end,
      text: text.slice(start, end),
      marks: covering,
      begins: covering.filter((mark) => mark.start === start).map((mark) => mark.number),
      changes: requested,
      ended: requested.filter((change) => change.end === end),
    }
  })
}

/** The text as paragraphs (parted by blank lines, which no paragraph holds), each cut into segments. */
export function paragraphsOf(text: string, marks: Marks): readonly Paragraph[] {
  const withLanes = { ...marks, claims: laned(marks.claims) }
  const paragraphs: Paragraph[] = []
  for (const match of text.matchAll(/\S(?:[^\n]|\n(?![ \t]*(?:\n|$)))*/g)) {
    const start = match.index
    paragraphs.push({ start, segments: segmentsOf(text, start, start + match[0].length, withLanes) })
  }
  return paragraphs
}
