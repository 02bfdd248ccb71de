import { z } from 'zod'
import { day, id, seen, webAddress, words } from '../inputs.ts'
import { columns } from './csv-columns.ts'
import { claimKinds, priorities } from './classes.ts'
import { bounds, stockOrFlows } from './figure.ts'
import { scaled } from './interval.ts'
import { languages } from './languages.ts'
import { relationKinds } from './relation.ts'
import { stages } from './stage.ts'
import { longestTag, mostTags, tagsIn } from './tags.ts'
import { ratings } from './verdict.ts'

/** One of these words, or empty for none. */
const oneOf = <const Words extends readonly string[]>(all: Words, message: string) =>
  z.union([z.literal(''), z.enum(all)], message).default('')

/** The statement that a claim begins with; empty for the words that it stands on. */
export const beginInput = z.object({ statement: words(2_000) })

export const describeInput = z.object({
  claimant: words(300),
  saidOn: day,
  place: words(300),
  language: oneOf(languages, 'Choose a language of the list.'),
  seen,
})

export const appearInput = z.object({ firstUrl: webAddress, firstWhere: words(300), firstOn: day, seen })

export const classifyInput = z.object({
  claimKind: oneOf(claimKinds, 'Choose a kind of the list.'),
  priority: z.enum(priorities, 'Choose a priority.'),
  tags: z
    .string()
    .max(5_000)
    .default('')
    .transform(tagsIn)
    .refine((tags) => tags.length <= mostTags, `Keep to ${mostTags} tags.`)
    .refine((tags) => tags.every((tag) => tag.length <= longestTag), `Keep each tag under ${longestTag} characters.`),
  seen,
})

export const dueInput = z.object({ dueOn: day, seen })

/** What becomes of one part when a claim is split: `go <id>`, `both <id>`, or empty when it stays. */
const partFate = z.string().regex(/^((go|both) \S{1,100})?$/u, 'Say of each part where it goes.')

export const splitInput = z
  .object({
    parts: z.preprocess((value) => (Array.isArray(value) ? value : [value ?? '']), z.array(partFate).max(1_000)),
    statement: words(2_000).refine((value) => value !== '', 'Write the statement of the new claim.'),
    seen,
  })
  .transform(({ parts, ...rest }) => {
    const idsOf = (fate: string) => parts.filter((part) => part.startsWith(fate)).map((part) => part.slice(fate.length))
    return { ...rest, go: idsOf('go '), both: idsOf('both ') }
  })

export const mergeInput = z.object({ into: z.string().min(1, 'Choose the claim to merge into.').max(100), seen })

export const assignmentInput = z.object({ personId: id })

export const moveInput = z.object({ after: z.string().max(100).default('') })

export const withdrawInput = z.object({
  reason: z
    .string()
    .trim()
    .min(1, 'Say why the claim is withdrawn.')
    .max(2_000, 'Keep the reason under 2,000 characters.'),
})

export const stageInput = z.object({ to: z.enum(stages, 'Choose a stage.') })

export const withdrawPassageInput = z.object({ passageId: id })
export const withdrawFigureInput = z.object({ figureId: id })
export const withdrawRelationInput = z.object({ relationId: id })

/** A claim, or one figure of a claim: the claim's id, then perhaps a colon and the figure's. */
const part = z
  .string()
  .max(200)
  .transform((chosen) => {
    const [claimId = '', figureId = ''] = chosen.split(':')
    return { claimId, figureId }
  })

export const relationInput = z
  .object({
    kind: z.enum(relationKinds, 'Choose a kind of relation.').default('sum'),
    figureId: z.string().max(100).default(''),
    parts: z
      .preprocess((parts) => (Array.isArray(parts) ? [...new Set(parts)] : parts ? [parts] : []), z.array(part))
      .refine((parts) => parts.length <= 50, 'Choose at most 50 claims.'),
    note: words(500),
  })
  .refine(({ kind, parts }) => kind !== 'sum' || parts.length >= 2, {
    path: ['parts'],
    message: 'Choose at least two claims that add up.',
  })
  .refine(({ kind, parts }) => kind === 'sum' || parts.length === 1, { path: ['parts'], message: 'Choose one claim.' })

export const verdictInput = z.object({
  rating: z.enum(ratings, 'Choose a rating.'),
  reason: z
    .string()
    .trim()
    .min(1, 'Say why, in words a reader can follow.')
    .max(10_000, 'Keep the reason under 10,000 characters.'),
  seen,
})

/** The digits of a number typed in English style (`60,000`, `-2.5`), or null when it is not one. */
export function digitsOf(typed: string): string | null {
  const plain = typed.trim().replaceAll(/[,\s\u00A0\u202F](?=\d{3}(?!\d))/gu, '')
  if (!/^-?\d{1,18}(\.\d{1,9})?$/u.test(plain)) return null
  const [whole = '', fraction = ''] = plain.split('.')
  const short = fraction.replace(/0+$/u, '')
  const integer = whole.replace(/^(-?)0+(?=\d)/u, '$1')
  return short ? `${integer}.${short}` : integer === '-0' ? '0' : integer
}

const digits = z.string().transform((typed, context) => {
  const number = typed.trim() === '' ? '' : digitsOf(typed)
  if (number !== null) return number
  context.addIssue({ code: 'custom', message: 'Write the number in digits, for example 60,000 or 2.5.' })
  return z.NEVER
})

export const figureInput = z
  .object({
    figureId: z.string().max(100).default(''),
    bound: z.enum(bounds, 'Choose a bound.'),
    low: digits.refine((value) => value !== '', 'Write the number.'),
    high: digits.default(''),
    unit: words(100),
    asOf: day,
    scope: words(200),
    stockOrFlow: z.enum(stockOrFlows, 'Choose what kind of count it is.').default(''),
    periodFrom: day,
    periodTo: day,
    // A figure that is added was filled from nothing.
    seen: seen.default(0),
  })
  // Whoever changes a figure has seen it; the id of a new one is not for the page to choose.
  .refine((figure) => figure.figureId === '' || figure.seen > 0, {
    path: ['figureId'],
    message: 'This figure is not in the claim.',
  })
  .refine(({ bound, high }) => bound !== 'between' || high !== '', {
    path: ['high'],
    message: 'Write where the range ends.',
  })
  .refine(({ bound, low, high }) => bound !== 'between' || high === '' || scaled(low) <= scaled(high), {
    path: ['high'],
    message: 'The range must end at or above where it begins.',
  })
  .refine(({ stockOrFlow, periodFrom }) => stockOrFlow !== 'flow' || periodFrom !== '', {
    path: ['periodFrom'],
    message: 'Write when the period begins.',
  })
  .refine(({ stockOrFlow, periodTo }) => stockOrFlow !== 'flow' || periodTo !== '', {
    path: ['periodTo'],
    message: 'Write when the period ends.',
  })
  .refine(({ stockOrFlow, periodFrom, periodTo }) => stockOrFlow !== 'flow' || periodFrom <= periodTo, {
    path: ['periodTo'],
    message: 'The period must end on or after the day it begins.',
  })
  .transform((figure) => (figure.bound === 'between' ? figure : { ...figure, high: '' }))
  .transform((figure) => (figure.stockOrFlow === 'flow' ? figure : { ...figure, periodFrom: '', periodTo: '' }))

const unreadable = 'These rows could not be read. Reload the page and try again.'

/** Rows of a table as JSON: what a file held and was not checked yet. */
export const importInput = z.object({
  rows: z
    .string(unreadable)
    .transform((sent, context): unknown => {
      try {
        return JSON.parse(sent)
      } catch {
        context.addIssue({ code: 'custom', message: unreadable })
        return z.NEVER
      }
    })
    .pipe(
      z
        .array(
          z.object({
            row: z.number().int().min(2),
            cells: z.partialRecord(
              z.enum(columns),
              z.string().refine((cell) => cell.isWellFormed() && !cell.includes('\0')),
            ),
          }),
          unreadable,
        )
        .min(1, 'Choose at least one row.')
        .max(100, unreadable),
    ),
})
