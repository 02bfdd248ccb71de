import { z } from 'zod'
import { day } from '../inputs.ts'

const chosen = z.string().trim().max(200, 'There is no such choice.').default('')

/** Which of a history somebody asks for: empty for whatever is not chosen; days are those of UTC, both included. */
export const timelineFilters = z
  .object({ person: chosen, kind: chosen, claim: chosen, from: day, to: day })
  .refine(({ from, to }) => from === '' || to === '' || from <= to, {
    path: ['to'],
    error: 'The last day is before the first one.',
  })
