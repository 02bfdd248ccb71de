import type { Span } from '../reports/passage.ts'
import { canMove, changeMoves, whyNotMove, type ChangeState, type Mover, type MoveKind } from './requested-change.ts'
import type { requestedChangesOf } from './store/requested-changes.ts'

/** A requested change as pages show it. Dates are ISO strings. */
export interface RequestedChangeView extends Span {
  readonly id: string
  /** Its place in the order of asking: it stays the same for good, also on paper. */
  readonly number: number
  /** Send this back as `seen` with every move. */
  readonly seq: number
  readonly edition: number
  readonly quote: string
  /** Empty when the words shall go. */
  readonly replacement: string
  readonly reason: string
  readonly claimId: string | null
  readonly state: ChangeState
  readonly requestedBy: string
  readonly requestedAt: string
  readonly moves: readonly ChangeMoveView[]
  /** The numbers of the open ones that ask for something else of some of the same words. */
  readonly overlaps: readonly number[]
  /** The moves that its state allows, each with the sentence why it is not the viewer's, if it is not. */
  readonly next: readonly { readonly kind: MoveKind; readonly whyNot: string | null }[]
}

export interface ChangeMoveView {
  readonly to: ChangeState
  readonly reason: string
  readonly by: string
  readonly at: string
}

/** Whether nothing was decided for good: such a change is marked in the text. */
export const isOpen = ({ state }: { readonly state: ChangeState }): boolean =>
  state === 'requested' || state === 'accepted'

/** The requested changes of a report as this viewer sees them, in the order of asking. */
export function changeViews(
  { changes, moves }: Awaited<ReturnType<typeof requestedChangesOf>>,
  people: ReadonlyMap<string, { readonly name: string }>,
  viewer: Mover,
): RequestedChangeView[] {
  const nameOf = (personId: string) => people.get(personId)?.name ?? 'someone who left'
  const numbered = changes.map((row, index) => ({ ...row, state: row.state as ChangeState, number: index + 1 }))
  return numbered.map((row) => {
    const { id, number, seq, edition, start, end, quote, replacement, reason, claimId, state } = row
    const made = moves.filter(({ changeId }) => changeId === id)
    return {
      id,
      number,
      seq,
      edition,
      start,
      end,
      quote,
      replacement,
      reason,
      claimId,
      state,
      requestedBy: nameOf(row.requestedBy),
      requestedAt: row.requestedAt,
      moves: made.map((move) => ({
        to: move.to as ChangeState,
        reason: move.reason,
        by: nameOf(move.by),
        at: move.at,
      })),
      overlaps: isOpen(row)
        ? numbered.filter((other) => isOpen(other) && overlap(row, other)).map((o) => o.number)
        : [],
      next: (Object.keys(changeMoves) as MoveKind[])
        .filter((kind) => canMove(state, kind))
        .map((kind) => ({ kind, whyNot: whyNotMove(row, kind, viewer) })),
    }
  })
}

type Placed = Span & { readonly id: string; readonly edition: number }

const overlap = (one: Placed, other: Placed): boolean =>
  one.id !== other.id && one.edition === other.edition && one.start < other.end && other.start < one.end
