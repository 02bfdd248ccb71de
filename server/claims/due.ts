import { isChecked, type Stage } from './stage.ts'

/** Whether a claim should have gone to review by now. Days are those of UTC. */
export function isOverdue(
  claim: { readonly dueOn: string; readonly stage: Stage; readonly withdrawn: boolean },
  today: string,
): boolean {
  return !claim.withdrawn && claim.dueOn !== '' && claim.dueOn < today && !isChecked(claim.stage)
}
