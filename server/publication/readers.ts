import type { Correction, Publication, Retraction } from './publication.ts'

/**
 * Whether readers have seen a publication, see it only later or once the history that holds it is signed, or never do: it
 * was taken back or replaced before.
 */
export type ReadersOf = 'seen' | 'later' | 'unsigned' | 'never'

/** What was published of a claim or a report, and taken back, each in order. */
export interface Told<P extends Coming = Coming> {
  readonly publications: readonly P[]
  readonly retractions: readonly Pick<Retraction, 'number' | 'seq' | 'at'>[]
}

type Coming = Pick<Publication, 'number' | 'seq' | 'at' | 'visibleFrom'> & Signing

/** How a publication was signed. */
export interface Signing {
  /** How many entries the history had when it was first signed with this one in it; null while it is not. */
  readonly signedAs: number | null
}

/**
 * How a publication of a claim or a report stands to readers at a moment, with the signatures that there are now; all
 * times as ISO 8601 in UTC. What they are shown is told by `queries/seen.ts`, by the same rule (docs/decisions/013).
 */
export function readersOf(
  { number, at, visibleFrom, signedAs }: Coming,
  { publications, retractions }: Told,
  now: string,
): ReadersOf {
  const isUnsignedAt = (seq: number) => signedAs === null || signedAs >= seq
  const isTaken = retractions.some(
    (taken) => taken.number >= number && (taken.at < visibleFrom || isUnsignedAt(taken.seq)),
  )
  const isReplaced = publications.some(
    (later) =>
      later.number > number &&
      ((visibleFrom > at && later.visibleFrom <= visibleFrom) ||
        (later.visibleFrom <= later.at && isUnsignedAt(later.seq))),
  )
  if (isTaken || isReplaced) return 'never'
  if (visibleFrom > now) return 'later'
  return signedAs === null ? 'unsigned' : 'seen'
}

/** Whether readers have seen, by this time, anything of what was published. */
export function isSeen(told: Told, now: string): boolean {
  return told.publications.some((each) => readersOf(each, told, now) === 'seen')
}

/** Whether readers have anything of what was published, or will once it is out. */
export function hasReaders(told: Told): boolean {
  return told.publications.some((each) => readersOf(each, told, each.visibleFrom) !== 'never')
}

interface Amended extends Told<Coming & Pick<Publication, 'hash'>> {
  readonly corrections: readonly Pick<Correction, 'madeSeq' | 'withdrawn'>[]
}

/**
 * The newest entry by which readers are told that what they had of a claim does not hold: a publication that brings a
 * correction, or a retraction, unless the same was published anew to the letter. 0 for none. `queries/corrected.ts` finds
 * what uses such a claim in other reports.
 */
export function amendedSeq(told: Amended): number {
  const { publications, corrections, retractions } = told
  const corrected = corrections.flatMap(({ madeSeq, withdrawn }) => {
    const carried = publications.find(({ seq }) => seq > madeSeq)
    const isTold = carried && readersOf(carried, told, carried.visibleFrom) !== 'never'
    return isTold && !withdrawn ? [carried.seq] : []
  })
  const takenBack = retractions.flatMap(({ seq, number, at }, index) => {
    const before = retractions[index - 1]?.number ?? 0
    const had = publications.findLast(
      (each) => each.number > before && each.number <= number && readersOf(each, told, at) === 'seen',
    )
    const anew = publications.find((each) => each.number > number)
    return had && anew?.hash !== had.hash ? [seq] : []
  })
  return Math.max(0, ...corrected, ...takenBack)
}
