import { deeds } from '#app/routes/claims/deeds.server.ts'
import { retractReport } from '#server/publication/commands.ts'
import { publishClaims } from '#server/publication/commands/publish.ts'
import { publishReport } from '#server/publication/commands/publish-report.ts'
import { approveReport, reopenReport, returnReport, submitReport } from '#server/review/commands/report-review.ts'

export const action = deeds({
  'claims.publish': (ctx, id, input, { rooms }) =>
    publishClaims(ctx, id, input, (ids, patience) => rooms.settle(ctx.actor.teamId, ids, patience)),
  'report.submit': submitReport,
  'report.return': returnReport,
  'report.approve': approveReport,
  'report.publish': (ctx, id, input, { rooms }) =>
    publishReport(ctx, id, input, (ids, patience) => rooms.settle(ctx.actor.teamId, ids, patience)),
  'report.retract': retractReport,
  'report.reopen': reopenReport,
})
