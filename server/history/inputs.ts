import { z } from 'zod'
import { day } from '../inputs.ts'
import { wordsIn } from './said.ts'

const chosen = z.string().trim().max(200, 'There is no such choice.').default('')

/** More words than these narrow nothing down. */
const mostWords = 10

const lookedFor = z
  .string()
  .trim()
  .max(200, 'Keep this under 200 characters.')
  .default('')
  .refine((words) => words === '' || wordsIn(words).length > 0, 'Write a word or a number to look for.')
  .refine((words) => wordsIn(words).length <= mostWords, `Look for ${mostWords} words at most.`)

/** Which of a history somebody asks for: empty for whatever is not chosen; days are those of UTC, both included. */
export const timelineFilters = z
  .object({ person: chosen, kind: chosen, claim: chosen, from: day, to: day, words: lookedFor })
  .refine(({ from, to }) => from === '' || to === '' || from <= to, {
    path: ['to'],
    error: 'The last day is before the first one.',
  })
