import { z } from 'zod'
import { ratings } from '../claims/verdict.ts'
import { id, webAddress } from '../inputs.ts'

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
  text: z.string().refine((text) => text.trim() !== '', 'The report is empty. Paste a text or choose a file.'),
})

/** A field that holds JSON: a form would change the line ends of what must stay letter by letter. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'This page is out of date. Reload it and try again.' })
        return z.NEVER
      }
    })
    .pipe(schema)

const base = webAddress.transform((address) => address.toWellFormed())
const place = z.number().int().min(0)

/** A file of ClaimReviews, and the address that completes relative ones. */
export const reviewFileInput = z.object({ source: json(z.string()), base })

/** The same, with which of its reviews are to be imported, by place. */
export const chosenReviewsInput = reviewFileInput.extend({ chosen: json(z.array(place).max(500)) })

/** More reviews are not imported by one request. */
export const mostAtOnce = 10

/** Some reviews as they stand in a file, where their sentences stand in the report, and what a person says that ratings mean. */
export const reviewsInput = z.object({
  reportId: id,
  base,
  reviews: json(
    z
      .array(z.object({ raw: z.string().max(500_000), paragraph: place }))
      .min(1)
      .max(mostAtOnce),
  ),
  ratings: json(z.array(z.tuple([z.string().max(2_000), z.enum(ratings)])).max(500)),
})
