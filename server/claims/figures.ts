import type { Mark, Refusal } from '../history/aggregate.ts'
import type { Bound } from './figure.ts'
import type { ClaimEvent } from './claim.ts'

/** A figure of a claim. `low` and `high` are decimal digits; `high` is empty unless the bound is `between`. */
export interface Figure {
  readonly id: string
  readonly seq: number
  readonly bound: Bound
  readonly low: string
  readonly high: string
  readonly unit: string
  readonly asOf: string
  readonly withdrawn: boolean
}

export type FigureCommand =
  | { kind: 'figure.set'; figure: Omit<Figure, 'seq' | 'withdrawn'>; seen: number }
  | { kind: 'figure.withdraw'; figureId: string }

/** Why a change of the figures makes no sense now; null when it does. */
export function decideFigure(figures: readonly Figure[], command: FigureCommand): Refusal | null {
  const id = command.kind === 'figure.set' ? command.figure.id : command.figureId
  const standing = figures.find((each) => each.id === id && !each.withdrawn)
  if (command.kind === 'figure.withdraw') {
    return standing ? null : { refused: 'This figure is gone.', because: 'not-found' }
  }
  if ((standing?.seq ?? 0) === command.seen) return null
  return { refused: 'Someone changed this figure while you had it open.', because: 'changed-since' }
}

/** The figures after an event. */
export function evolveFigures(figures: readonly Figure[], event: ClaimEvent, { seq }: Mark): readonly Figure[] {
  if (event.kind === 'figure.set') {
    const next = { ...event.figure, seq, withdrawn: false }
    return figures.some(({ id }) => id === next.id)
      ? figures.map((each) => (each.id === next.id ? next : each))
      : [...figures, next]
  }
  if (event.kind === 'figure.withdraw') {
    return figures.map((each) => (each.id === event.figureId ? { ...each, seq, withdrawn: true } : each))
  }
  return figures
}
