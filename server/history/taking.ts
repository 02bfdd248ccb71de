import type { Telling } from './telling.ts'

/**
 * Somebody took out what was recorded of a team, a report or a claim: its subject. `upTo` is how many entries the team had at
 * the checkpoint of which it was.
 */
export interface TakeCommand {
  readonly kind: 'history.take'
  readonly upTo: number
}
export type TakeEvent = { kind: 'history.take'; upTo: number }

/** So many milliseconds long, what the same person takes out of the same again is not recorded anew, if nothing else is in it. */
export const takenForAsOne = 3_600_000

/** What such a deed says. */
export const tellTaking = ({ upTo }: TakeEvent, what: string): Telling => ({
  thing: 'history',
  sentence: `took out the history of ${what}, as it was up to entry ${upTo}`,
  fields: {},
})
