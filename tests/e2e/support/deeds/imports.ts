import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { deed, firstRow, type Deed, type Looking } from './deed.ts'

/** What each intent of importing ClaimReviews answers to whom. A stranger may in a team of their own, not in this report. */
export const importRights = `
                   nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
review.look        401    401  200      200     200    403     403   200           200 | -    -        -         -        -         -
review.begin       401    401  200      200     200    403     403   200           200 | -    -        -         -        -         -
review.import      401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
`

const path = '/reports/import/reviews'

/** One right input for every intent of importing, in a report like the demo's. */
export async function importDeeds(server: Looking, reportId: string): Promise<Deed[]> {
  const { text = '' } = await firstRow(server, sql`select text from edition where report_id = ${reportId}`)
  const [claimReviewed] = text.split('\n\n')
  const review = () =>
    JSON.stringify({ '@type': 'ClaimReview', url: `https://example.org/${randomUUID()}`, claimReviewed })
  const file = () => ({ source: JSON.stringify(review()), base: '' })
  const reviews = JSON.stringify([{ raw: review(), paragraph: 0 }])
  return [
    deed('review.look', path, file()),
    deed('review.begin', path, { ...file(), chosen: '[0]' }),
    deed('review.import', path, { reportId, base: '', reviews, ratings: '[]' }),
  ]
}
