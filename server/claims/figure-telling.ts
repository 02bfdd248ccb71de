import type { Fields } from '../history/telling.ts'
import { boundNames, grouped, periodWords, stockOrFlowNames, type Quantity } from './figure.ts'

/** A figure as the history tells it, field by field. */
export function figureFields(figure: Quantity): Fields {
  const { bound, low, high, unit, asOf, scope, stockOrFlow } = figure
  const number = bound === 'between' ? `${grouped(low)} and ${grouped(high)}` : grouped(low)
  return {
    Figure: `${boundNames[bound]} ${number} ${unit}`.trim(),
    Scope: scope,
    Counted: stockOrFlow && stockOrFlowNames[stockOrFlow],
    Period: periodWords(figure),
    'As of': asOf,
  }
}
