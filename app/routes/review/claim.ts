import { deeds } from '#app/routes/claims/deeds.server.ts'
import { approveClaim, reopenClaim, returnClaim, submitClaim } from '#server/review/commands/review.ts'

export const action = deeds({
  'claim.submit': submitClaim,
  'claim.return': returnClaim,
  'claim.reopen': reopenClaim,
  'claim.approve': approveClaim,
})
