import { deeds } from '#app/routes/claims/deeds.server.ts'
import { confirmErasure, lookAtErasure, proposeErasure, withdrawErasure } from '#server/history/commands/erasure.ts'

export const action = deeds({
  'erasure.propose': (ctx, _id, input) => proposeErasure(ctx, input),
  'erasure.look': (ctx, _id, input) => lookAtErasure(ctx, input),
  'erasure.confirm': (ctx, _id, input) => confirmErasure(ctx, input),
  'erasure.withdraw': (ctx, _id, input) => withdrawErasure(ctx, input),
})
