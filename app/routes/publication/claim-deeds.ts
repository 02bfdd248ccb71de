import { deeds } from '#app/routes/claims/deeds.server.ts'
import { correctClaim, publishClaim, retractClaim, withdrawCorrection } from '#server/publication/commands.ts'

export const action = deeds({
  'claim.publish': (ctx, id, input) => publishClaim(ctx, id, input, []),
  'claim.correct': correctClaim,
  'correction.withdraw': withdrawCorrection,
  'claim.retract': retractClaim,
})
