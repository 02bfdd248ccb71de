import type { Fields } from '../history/telling.ts'
import { boundNames } from './figure.ts'
import type { Figure } from './figures.ts'
import { grouped } from './sum.ts'

/** A figure as the history tells it, field by field. */
export function figureFields({ bound, low, high, unit, asOf }: Omit<Figure, 'id' | 'seq' | 'withdrawn'>): Fields {
  const number = bound === 'between' ? `${grouped(low)} and ${grouped(high)}` : grouped(low)
  return { Figure: `${boundNames[bound]} ${number} ${unit}`.trim(), 'As of': asOf }
}
