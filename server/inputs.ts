import { z } from 'zod'
import { Problem } from './errors.ts'

/**
 * What the schema makes of an input.
 * @throws {Problem} `invalid`, with one sentence for each field that is wrong.
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  if (holdsNul(input)) throw new Problem('invalid', 'This holds a character that no text can hold.')
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message
  throw new Problem('invalid', Object.values(fields)[0] ?? 'Something in this form is not right.', fields)
}

/** The one character that the database refuses. */
function holdsNul(input: unknown): boolean {
  if (typeof input === 'string') return input.includes('\0')
  return typeof input === 'object' && input !== null && Object.values(input).some(holdsNul)
}

/** Empty, or an http(s) address. */
export const webAddress = z
  .string()
  .trim()
  .max(2_000, 'Keep the address under 2,000 characters.')
  .default('')
  .refine((value) => value === '' || isWebAddress(value), 'Write a full address that begins with http:// or https://.')

/** Whether this is a whole http(s) address. */
export function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/u.test(new URL(value).protocol)
}

/** Empty, or a calendar day as YYYY-MM-DD. */
export const day = z
  .string()
  .trim()
  .default('')
  .refine((value) => value === '' || isDayWritten(value), 'Write the date as YYYY-MM-DD.')
  .refine((value) => !isDayWritten(value) || isDay(value), 'There is no such day.')

/** Stands for what somebody wrote as a date and no calendar has. */
export const noSuchDay = '0000-00-00'

const isDayWritten = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/u.test(value)

/** Whether this is a day of the calendar as YYYY-MM-DD. */
export function isDay(value: string): boolean {
  if (!isDayWritten(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

/** The seq that a form was filled from. */
export const seen = z.coerce.number().int().min(0)

/** The id of something that the page names. */
export const id = z.string().min(1, 'Choose one.').max(100)

/** Free text that is trimmed and bounded. Forms send other ends of lines than those that were typed. */
export const words = (limit: number) =>
  z
    .string()
    .overwrite((value) => value.replaceAll('\r\n', '\n'))
    .trim()
    .max(limit, `Keep this under ${limit.toLocaleString('en')} characters.`)
    .default('')
