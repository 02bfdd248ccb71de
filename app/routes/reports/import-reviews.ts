import { deeds } from '#app/routes/claims/deeds.server.ts'
import { beginImport, importReviews, lookAtReviews } from '#server/reports/commands/claim-reviews.ts'

export const action = deeds({
  'review.look': lookAtReviews,
  'review.begin': beginImport,
  'review.import': importReviews,
})
