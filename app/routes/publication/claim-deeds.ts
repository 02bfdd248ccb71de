import { deeds } from '#app/routes/claims/deeds.server.ts'
import { correctClaim, retractClaim, withdrawCorrection } from '#server/publication/commands.ts'
import { publishClaim } from '#server/publication/commands/publish.ts'

export const action = deeds({
  'claim.publish': (ctx, id, input, { rooms }) =>
    publishClaim(ctx, id, input, (ids, patience) => rooms.settle(ctx.actor.teamId, ids, patience)),
  'claim.correct': correctClaim,
  'correction.withdraw': withdrawCorrection,
  'claim.retract': retractClaim,
})
