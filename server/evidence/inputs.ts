import { z } from 'zod'
import { day, id, seen, webAddress, words } from '../inputs.ts'
import { stances } from './evidence.ts'
import { sourceKinds } from './source.ts'

const bearing = {
  stance: z.enum(stances, 'Choose whether it supports, refutes or gives context.'),
  quote: words(10_000),
  locator: words(300),
  note: words(10_000),
}

export const sourceInput = z.object({
  url: webAddress,
  title: z.string().trim().min(1, 'Give the source a title.').max(500, 'Keep the title under 500 characters.'),
  publisher: words(300),
  author: words(300),
  publishedOn: day,
  sourceKind: z.enum(sourceKinds, 'Choose primary or secondary.'),
})

export const attachInput = z.object({ sourceId: z.string().max(100).default(''), ...bearing })

export const editInput = z.object({ evidenceId: id, ...bearing, seen })

export const withdrawInput = z.object({ evidenceId: id, reason: words(2_000) })
