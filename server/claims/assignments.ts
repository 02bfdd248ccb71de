import type { Mark, Refusal } from '../history/aggregate.ts'
import type { ClaimEvent } from './claim.ts'

/** Who is to check a claim. The row of one person stays through withdrawal and another assignment. */
export interface Assignment {
  readonly personId: string
  readonly seq: number
  readonly assignedBy: string
  readonly assignedAt: string
  readonly withdrawn: boolean
}

export type AssignmentCommand =
  | { kind: 'assignment.give'; personId: string }
  | { kind: 'assignment.withdraw'; personId: string }

/** Why a change of the assignments makes no sense now; null when it does. */
export function decideAssignment(assignments: readonly Assignment[], command: AssignmentCommand): Refusal | null {
  const isAssigned = assignments.some(({ personId, withdrawn }) => personId === command.personId && !withdrawn)
  if (command.kind === 'assignment.give') {
    return isAssigned ? { refused: 'This person is assigned already.', because: 'invalid' } : null
  }
  return isAssigned ? null : { refused: 'This person is not assigned any more.', because: 'not-found' }
}

/** The assignments after an event. */
export function evolveAssignments(
  assignments: readonly Assignment[],
  event: ClaimEvent,
  { seq, at, actor }: Mark,
): readonly Assignment[] {
  if (event.kind === 'assignment.give') {
    const { personId } = event
    const others = assignments.filter((each) => each.personId !== personId)
    return [...others, { personId, seq, assignedBy: actor, assignedAt: at, withdrawn: false }]
  }
  if (event.kind === 'assignment.withdraw') {
    return assignments.map((each) => (each.personId === event.personId ? { ...each, seq, withdrawn: true } : each))
  }
  return assignments
}
