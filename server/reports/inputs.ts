import { z } from 'zod'
import { webAddress } from '../inputs.ts'

const offset = z.coerce.number().int().min(0)

/** Chosen words: an edition, and a span of its text. */
export const spanInput = z.object({ edition: z.coerce.number().int().min(1), start: offset, end: offset })

/** A new report as its form sends it. */
export const newReportInput = z.object({
  title: z.string().trim().min(1, 'Give the report a title.').max(300, 'Keep the title under 300 characters.'),
  publisher: z.string().trim().max(200, 'Keep the publisher under 200 characters.').default(''),
  sourceUrl: webAddress,
  language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/u, 'Write the language as a code, for example en or uk.'),
  text: z.string(),
})
