import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { claimCounts, claimsOf, newestDeeds, partsOf, tagsOf } from '../claims/store.ts'
import { sourcesOf } from '../evidence/store.ts'
import { headOf } from '../history/store.ts'
import { membersOf } from '../identity/store.ts'
import { allowed, can } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import { openThreadsOf } from '../review/store/threads.ts'
import { claimViews, type Surroundings } from './claim-views.ts'
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
  readonly unowned: number
}

/** The reports of the viewer's team, newest first. */
export async function reportList(ctx: Context): Promise<ReportListItem[]> {
  if (!can(ctx.actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const [all, counts] = await Promise.all([reportsOf(ctx.db, ctx.actor.teamId), claimCounts(ctx.db, ctx.actor.teamId)])
  return all
    .map(({ id, title, publisher, createdAt }) => {
      const count = counts.find(({ reportId }) => reportId === id)
      const { total = 0, checked = 0, disputed = 0, unowned = 0 } = count ?? {}
      return { id, title, publisher, createdAt, total, checked, disputed, unowned }
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
  const [parts, sourceRows, members, tags, newest, openThreads] = await Promise.all([
    partsOf(db, ids),
    sourcesOf(db, actor.teamId),
    membersOf(db, actor.teamId),
    tagsOf(db, actor.teamId),
    newestDeeds(db, reportId),
    openThreadsOf(db, ids),
  ])
  const sources = sourceRows.map(({ teamId: _, kind, ...rest }) => ({ ...rest, kind: kind as SourceView['kind'] }))
  const people = new Map(members.map(({ personId, name, roles }) => [personId, { name, now: nowOf(roles as Role[]) }]))
  const { id, title, publisher, sourceUrl, language, edition, text } = report
  return {
    report: { id, title, publisher, sourceUrl, language, edition, text },
    claims: claimViews(rows, parts, {
      sources,
      people,
      newest,
      openThreads,
      today: ctx.now().toISOString().slice(0, 10),
    }),
    checkers: [...people].flatMap(([personId, { name, now }]) => (now === 'checks' ? [{ personId, name }] : [])),
    tags,
    sources,
    viewer: { personId: actor.personId, name: actor.name, allowed: allowed(actor) },
    seq,
  }
}

type Now = NonNullable<ReturnType<Surroundings['people']['get']>>['now']

function nowOf(roles: readonly Role[]): Now {
  if (roles.length === 0) return 'left'
  return can({ roles }, 'claim.write') ? 'checks' : 'reads'
}
