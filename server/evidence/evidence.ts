import type { ClaimEvent } from '../claims/claim.ts'
import type { Mark, Refusal } from '../history/aggregate.ts'

export const stances = ['supports', 'refutes', 'context'] as const
export type Stance = (typeof stances)[number]

/** What a source says about a claim, in its quoted words. */
export interface Evidence {
  readonly id: string
  readonly seq: number
  readonly sourceId: string
  readonly stance: Stance
  readonly quote: string
  readonly locator: string
  readonly note: string
  readonly addedBy: string
  /** The claim that it was copied from when a claim was split or merged. */
  readonly copiedFrom: string | null
  readonly withdrawn: boolean
}

type Bearing = Pick<Evidence, 'stance' | 'quote' | 'locator' | 'note'>

export type EvidenceCommand =
  | { kind: 'evidence.attach'; evidence: Bearing & { readonly id: string; readonly sourceId: string } }
  | ({ kind: 'evidence.edit'; evidenceId: string; seen: number } & Bearing)
  | { kind: 'evidence.withdraw'; evidenceId: string; reason: string }

/** Why a change of the evidence makes no sense now; null when it does. */
export function decideEvidence(evidence: readonly Evidence[], command: EvidenceCommand): Refusal | null {
  if (command.kind === 'evidence.attach') return null
  const standing = evidence.find(({ id, withdrawn }) => id === command.evidenceId && !withdrawn)
  if (!standing) return { refused: 'This evidence was withdrawn.', because: 'not-found' }
  if (command.kind === 'evidence.withdraw' || standing.seq === command.seen) return null
  return { refused: 'Someone changed this evidence while you had it open.', because: 'changed-since' }
}

/** The evidence after an event. */
export function evolveEvidence(evidence: readonly Evidence[], event: ClaimEvent, mark: Mark): readonly Evidence[] {
  const { seq, actor } = mark
  switch (event.kind) {
    case 'evidence.attach':
      return [...evidence, { ...event.evidence, seq, addedBy: actor, copiedFrom: null, withdrawn: false }]
    case 'evidence.edit': {
      const { stance, quote, locator, note } = event
      return evidence.map((each) =>
        each.id === event.evidenceId ? { ...each, stance, quote, locator, note, seq } : each,
      )
    }
    case 'evidence.withdraw':
      return evidence.map((each) => (each.id === event.evidenceId ? { ...each, seq, withdrawn: true } : each))
    default:
      return evidence
  }
}
