import { z } from 'zod'
import { seen } from '../inputs.ts'
import { changeStates } from './requested-change.ts'

/** The longest passage that one requested change replaces, in characters. */
export const longestPassage = 5_000

// XML, and so a word processor's file, knows no other controls than these.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/u

const text = (limit: number) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.replaceAll(/\r\n?/gu, '\n').trim())
    .refine((words) => words.length <= limit, `Keep this under ${limit.toLocaleString('en')} characters.`)
    .refine((words) => !controls.test(words) && words.isWellFormed(), 'This holds characters that cannot be printed.')

export const requestInput = z.object({
  replacement: text(longestPassage),
  reason: text(2_000).refine((words) => words !== '', 'Say why these words should change.'),
  claimId: z.string().max(100).default(''),
})

export const moveInput = z.object({ seen })

export const declineInput = z.object({
  reason: text(2_000).refine((words) => words !== '', 'Say why the change is declined.'),
  seen,
})

/** Which states a list of requested changes includes, as an address names them; none named means all. */
export const statesInput = z
  .array(z.enum(changeStates, 'There is no such state of a requested change.'))
  .transform((states) => (states.length === 0 ? changeStates : changeStates.filter((state) => states.includes(state))))
