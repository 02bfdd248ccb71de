import { deeds } from '#app/routes/claims/deeds.server.ts'
import { confirmFork, proposeFork, withdrawFork } from '#server/history/commands/fork.ts'

export const action = deeds({
  'fork.propose': (ctx, _id, input, { signing }) => proposeFork(ctx, signing, input),
  'fork.confirm': (ctx, _id, input, { signing }) => confirmFork(ctx, signing, input),
  'fork.withdraw': (ctx, _id, input) => withdrawFork(ctx, input),
})
