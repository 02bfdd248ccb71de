import { deeds } from '#app/routes/claims/deeds.server.ts'
import { setTeamPage } from '#server/publication/commands.ts'
import { setRetention } from '#server/reports/commands/retention.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'

export const action = deeds({
  'team.rules': (ctx, _id, input) => setTeamRules(ctx, input),
  'team.retention': (ctx, _id, input) => setRetention(ctx, input),
  'team.page': (ctx, _id, input) => setTeamPage(ctx, input),
})
