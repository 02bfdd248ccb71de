import type { Mark, Refusal } from '../history/aggregate.ts'
import type { Quantity } from './figure.ts'
import type { ClaimEvent } from './claim.ts'

/** A figure of a claim. */
export interface Figure extends Quantity {
  readonly id: string
  readonly seq: number
  /** The seq at which it was added: the order of a claim's figures, whichever was changed last. */
  readonly addedSeq: number
  readonly withdrawn: boolean
}

type NewFigure = Omit<Figure, 'seq' | 'addedSeq' | 'withdrawn'>
type UnsaidAtFirst = 'scope' | 'stockOrFlow' | 'periodFrom' | 'periodTo'

export type FigureCommand =
  | { kind: 'figure.set'; figure: NewFigure; seen: number }
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

/** A figure as an entry holds it, whole: the first ones said neither scope nor period. */
export function wholeFigure(figure: Omit<NewFigure, UnsaidAtFirst> & Partial<NewFigure>): NewFigure {
  return { scope: '', stockOrFlow: '', periodFrom: '', periodTo: '', ...figure }
}

/** The figures after an event. */
export function evolveFigures(figures: readonly Figure[], event: ClaimEvent, { seq }: Mark): readonly Figure[] {
  if (event.kind === 'figure.set') {
    const standing = figures.find(({ id }) => id === event.figure.id)
    const next = { ...wholeFigure(event.figure), seq, addedSeq: standing?.addedSeq ?? seq, withdrawn: false }
    return standing ? figures.map((each) => (each === standing ? next : each)) : [...figures, next]
  }
  if (event.kind === 'figure.withdraw') {
    return figures.map((each) => (each.id === event.figureId ? { ...each, seq, withdrawn: true } : each))
  }
  return figures
}
