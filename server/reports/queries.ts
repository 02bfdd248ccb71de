import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { claimCounts, claimsOf, partsOf } from '../claims/store.ts'
import { sourcesOf } from '../evidence/store.ts'
import { headOf } from '../history/store.ts'
import { namesIn } from '../identity/queries.ts'
import { allowed, can } from '../policy/can.ts'
import { openThreadsOf } from '../review/store/threads.ts'
import { claimViews } from './claim-views.ts'
import { loadReport, reportsOf } from './store.ts'
import type { SourceView, WorkspaceView } from './workspace.ts'

/** A report as the home page lists it. */
export interface ReportListItem {
  readonly id: string
  readonly title: string
  readonly publisher: string
  readonly createdAt: string
  readonly total: number
  readonly checked: number
  readonly disputed: number
}

/** The reports of the viewer's team, newest first. */
export async function reportList(ctx: Context): Promise<ReportListItem[]> {
  if (!can(ctx.actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const [all, counts] = await Promise.all([reportsOf(ctx.db, ctx.actor.teamId), claimCounts(ctx.db, ctx.actor.teamId)])
  return all
    .map(({ id, title, publisher, createdAt }) => {
      const count = counts.find(({ reportId }) => reportId === id)
      const { total = 0, checked = 0, disputed = 0 } = count ?? {}
      return { id, title, publisher, createdAt, total, checked, disputed }
    })
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

/** Everything that the workspace of a report shows to this viewer. */
export async function workspaceView(ctx: Context, reportId: string): Promise<WorkspaceView> {
  const { actor, db } = ctx
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  // Read first: what changes while the rest is read then comes again as a live event.
  const seq = await headOf(db, actor.teamId)
  const report = await loadReport(db, actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  const rows = await claimsOf(db, reportId)
  const ids = rows.map((row) => row.id)
  const [parts, sourceRows, names, openThreads] = await Promise.all([
    partsOf(db, ids),
    sourcesOf(db, actor.teamId),
    namesIn(db, actor.teamId),
    openThreadsOf(db, ids),
  ])
  const sources = sourceRows.map(({ teamId: _, kind, ...rest }) => ({ ...rest, kind: kind as SourceView['kind'] }))
  const { id, title, publisher, sourceUrl, language, edition, text } = report
  return {
    report: { id, title, publisher, sourceUrl, language, edition, text },
    claims: claimViews(rows, { parts, sources, names, openThreads }),
    sources,
    viewer: { personId: actor.personId, name: actor.name, allowed: allowed(actor) },
    seq,
  }
}
