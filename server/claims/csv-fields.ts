import { z } from 'zod'
import { stances } from '../evidence/evidence.ts'
import { attachInput, sourceInput } from '../evidence/inputs.ts'
import { sourceKinds } from '../evidence/source.ts'
import { cellOf, evidenceColumns, type Cells, type Column } from './csv-columns.ts'
import { boundNames, bounds, stockOrFlows } from './figure.ts'
import { beginInput, describeInput, figureInput, verdictInput } from './inputs.ts'
import { languageNames, languages } from './languages.ts'
import { ratings, scale } from './verdict.ts'

/** What cells say, or what is wrong with them: for each column at most one sentence that says what to do. */
export interface Read<Value> {
  readonly value: Value | null
  readonly errors: ReadonlyMap<Column, string>
}

type Columns = Readonly<Record<string, Column>>

const claimFields = { statement: 'statement', claimant: 'claimant', saidOn: 'said on', place: 'place' } as const
const verdictFields = { rating: 'verdict', reason: 'reason' } as const satisfies Columns
const figureFields = {
  bound: 'bound',
  low: 'low',
  high: 'high',
  unit: 'unit',
  scope: 'scope',
  asOf: 'as of',
  stockOrFlow: 'counted',
  periodFrom: 'period from',
  periodTo: 'period to',
} as const satisfies Columns
const sourceFields = {
  title: 'source title',
  url: 'source address',
  publisher: 'publisher',
  author: 'author',
  publishedOn: 'published on',
  sourceKind: 'primary or secondary',
} as const satisfies Columns
const bearingFields = { stance: 'stance', quote: 'quote', locator: 'where', note: 'note' } as const satisfies Columns

/** What the cells of a claim say of it. */
export function readClaim(cells: Cells) {
  const said = read(describeInput.extend(beginInput.shape), { ...claimFields, language: 'language' }, cells, {
    language: chosen(cells, 'language', languages, (tag) => languageNames[tag]),
    seen: 0,
  })
  const hasVerdict = Object.values(verdictFields).some((column) => cellOf(cells, column) !== '')
  const verdict = hasVerdict ? readVerdict(cells) : nothing
  const hasFigure = Object.values(figureFields).some((column) => cellOf(cells, column) !== '')
  const figure = hasFigure ? readFigure(cells) : nothing
  const errors = new Map([...said.errors, ...verdict.errors, ...figure.errors])
  const value = errors.size === 0 && said.value ? { ...said.value, verdict: verdict.value, figure: figure.value } : null
  return { value, errors } satisfies Read<unknown>
}

const nothing = { value: null, errors: new Map<Column, string>() }

function readVerdict(cells: Cells) {
  const rating = chosen(cells, 'verdict', ratings, (each) => scale[each].name)
  const names = ratings.map((each) => scale[each].name).join(', ')
  const wrong =
    rating === ''
      ? 'Write the verdict that this reason is for, or take the reason out.'
      : `This is not on the team’s scale. Write one of: ${names}.`
  return read(verdictInput, verdictFields, cells, { rating, seen: 0 }, { verdict: isOneOf(ratings, rating) || wrong })
}

function readFigure(cells: Cells) {
  const bound = chosen(cells, 'bound', bounds, (each) => boundNames[each])
  const stockOrFlow = chosen(cells, 'counted', stockOrFlows, (each) => each)
  const names = bounds.map((each) => boundNames[each]).join(', ')
  const isEmpty = (column: Column) => cellOf(cells, column) === ''
  return read(
    figureInput,
    figureFields,
    cells,
    { bound, stockOrFlow },
    {
      bound: isOneOf(bounds, bound) || `Write one of: ${names}.`,
      counted: isOneOf(stockOrFlows, stockOrFlow) || 'Write stock or flow, or nothing.',
      high: bound === 'between' || isEmpty('high') || 'Only “between” has a second number.',
      'period from': stockOrFlow === 'flow' || isEmpty('period from') || 'Only a flow has a period.',
      'period to': stockOrFlow === 'flow' || isEmpty('period to') || 'Only a flow has a period.',
    },
  )
}

/** The evidence of a row; nothing and no errors where its cells are empty. */
export function readEvidence(cells: Cells) {
  if (evidenceColumns.every((column) => cellOf(cells, column) === '')) return nothing
  const stance = chosen(cells, 'stance', stances, (each) => each)
  const sourceKind = chosen(cells, 'primary or secondary', sourceKinds, (each) => `${each} source`)
  return read(
    attachInput.extend(sourceInput.shape),
    { ...sourceFields, ...bearingFields },
    cells,
    { stance, sourceKind },
    {
      stance: isOneOf(stances, stance) || 'Write supports, refutes or context.',
      'primary or secondary': isOneOf(sourceKinds, sourceKind) || 'Write primary or secondary.',
    },
  )
}

export type ClaimFields = NonNullable<ReturnType<typeof readClaim>['value']>
export type EvidenceFields = NonNullable<ReturnType<typeof readEvidence>['value']>

/** What a schema makes of the cells that its fields stand in; `wrong` says more of some of them than it would. */
function read<Schema extends z.ZodType>(
  schema: Schema,
  fields: Columns,
  cells: Cells,
  given: Readonly<Record<string, unknown>>,
  wrong: Readonly<Partial<Record<Column, true | string>>> = {},
): Read<z.output<Schema>> {
  const typed = Object.entries(fields).map(([field, column]) => [field, cellOf(cells, column)])
  const result = schema.safeParse({ ...Object.fromEntries(typed), ...given })
  const errors = new Map<Column, string>()
  for (const [column, sentence] of Object.entries(wrong)) if (sentence !== true) errors.set(column as Column, sentence)
  for (const { path, message } of result.error?.issues ?? []) {
    const column = fields[String(path[0])]
    if (column && !errors.has(column)) errors.set(column, message)
  }
  return { value: result.success && errors.size === 0 ? result.data : null, errors }
}

/** The word of ours that a cell names, by itself or as people read it; else what it says. */
function chosen<Word extends string>(
  cells: Cells,
  column: Column,
  all: readonly Word[],
  nameOf: (word: Word) => string,
): string {
  const typed = cellOf(cells, column).toLowerCase()
  return all.find((word) => [word, nameOf(word)].some((name) => name.toLowerCase() === typed)) ?? typed
}

const isOneOf = (all: readonly string[], word: string): boolean => all.includes(word)
