import { deeds } from '#app/routes/claims/deeds.server.ts'
import { correctClaim, publishClaim, retractClaim, withdrawCorrection } from '#server/publication/commands.ts'

export const action = deeds({
  'claim.publish': (ctx, id, input, { rooms }) =>
    publishClaim(ctx, id, input, (patience) => rooms.settle(ctx.actor.teamId, [id], patience)),
  'claim.correct': correctClaim,
  'correction.withdraw': withdrawCorrection,
  'claim.retract': retractClaim,
})
