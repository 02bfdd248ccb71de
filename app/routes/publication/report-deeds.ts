import { deeds } from '#app/routes/claims/deeds.server.ts'
import { publishClaims } from '#server/publication/commands/publish.ts'

export const action = deeds({
  'claims.publish': (ctx, id, input, { rooms }) =>
    publishClaims(ctx, id, input, (ids, patience) => rooms.settle(ctx.actor.teamId, ids, patience)),
})
