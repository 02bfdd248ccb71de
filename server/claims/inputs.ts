import { z } from 'zod'
import { day, id, seen, webAddress, words } from '../inputs.ts'
import { claimKinds, priorities } from './classes.ts'
import { bounds } from './figure.ts'
import { languages } from './languages.ts'
import { stages } from './stage.ts'
import { longestTag, mostTags, tagsIn } from './tags.ts'
import { ratings } from './verdict.ts'

const offset = z.coerce.number().int().min(0)

export const spanInput = z.object({ edition: z.coerce.number().int().min(1), start: offset, end: offset })

/** One of these words, or empty for none. */
const oneOf = <const Words extends readonly string[]>(all: Words, message: string) =>
  z.union([z.literal(''), z.enum(all)], message).default('')

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

export const relationInput = z.object({
  kind: z.literal('sum').default('sum'),
  parts: z
    .union([z.array(z.string()), z.string().transform((part) => [part])])
    .transform((parts) => [...new Set(parts)])
    .refine((parts) => parts.length >= 2, 'Choose at least two claims that add up.')
    .refine((parts) => parts.length <= 50, 'Choose at most 50 claims.'),
})

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
    seen,
  })
  .refine(({ bound, high }) => bound !== 'between' || high !== '', {
    path: ['high'],
    message: 'Write where the range ends.',
  })
  .refine(({ bound, low, high }) => bound !== 'between' || high === '' || Number(low) <= Number(high), {
    path: ['high'],
    message: 'The range must end at or above where it begins.',
  })
  .transform((figure) => (figure.bound === 'between' ? figure : { ...figure, high: '' }))
