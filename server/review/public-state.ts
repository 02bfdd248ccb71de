import type { partsOf, publicMarksOf } from '../claims/store.ts'
import { formText } from '../publication/form.ts'
import { formOf, type FormRows } from '../publication/form-of.ts'
import { isPublic, type RetractionKind } from '../publication/publication.ts'
import { amendedSeq } from '../publication/readers.ts'
import { approvalsOf } from './approval.ts'

type Parts = Awaited<ReturnType<typeof partsOf>>
type Publicity = Awaited<ReturnType<typeof publicMarksOf>>

/** How a claim stands to what was approved and published of it. */
export interface PublicState {
  /** It was approved, and is not what was approved any more. */
  readonly isStale: boolean
  /** The content hash of what is approved and waits to be published; null for nothing. */
  readonly approvedHash: string | null
  /** The newest entry by which readers were told that what they had of it does not hold; 0 for none. */
  readonly correctedSeq: number
  /** What readers have of it, or will have; null for nothing. */
  readonly published: { readonly number: number; readonly differs: boolean; readonly visibleFrom: string } | null
  /** How it was taken back, while readers have nothing newer of it; null for not. */
  readonly takenBackHow: RetractionKind | null
}

/** Of a claim that no editor has seen. */
export const noPublicState: PublicState = {
  isStale: false,
  approvedHash: null,
  correctedSeq: 0,
  published: null,
  takenBackHow: null,
}

interface ClaimRows extends Pick<FormRows, 'claim' | 'sources' | 'report'> {
  readonly parts: Pick<Parts, 'passages' | 'figures' | 'texts' | 'evidence'>
  readonly publicity: Publicity
}

/** The same of one claim by its rows; `hashOf` is the SHA-256 of a text in hex, as fast as there is one. */
export function publicState(
  { claim, parts, publicity, sources, report }: ClaimRows,
  hashOf: (text: string) => string,
): PublicState {
  const { approvals, publications, corrections, retractions } = publicity
  const last = isPublic(publicity) ? publications.at(-1) : undefined
  const taken = last ? undefined : retractions.at(-1)
  const takenBackHow = taken?.how ?? null
  const correctedSeq = amendedSeq(publicity)
  const isApproved = claim.stage === 'approved'
  // Most claims were never approved: nothing is computed for them.
  if (!isApproved && !last) return { ...noPublicState, correctedSeq, takenBackHow }
  const hash = hashOf(formText(formOf({ claim, parts, corrections, sources, report })))
  const counting = approvalsOf({ submittedSeq: claim.submittedSeq, approvals }, hash)
  const approvedHash = isApproved && counting.length > 0 ? hash : null
  return {
    isStale: isApproved && counting.length === 0,
    approvedHash,
    correctedSeq,
    published: last ? { number: last.number, differs: last.hash !== hash, visibleFrom: last.visibleFrom } : null,
    takenBackHow,
  }
}
