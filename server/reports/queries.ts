import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { claimCounts, claimsOf, newestDeeds, partsOf, tagsOf } from '../claims/store.ts'
import { sourcesOf } from '../evidence/store.ts'
import { headOf } from '../history/store.ts'
import { parse } from '../inputs.ts'
import { membersOf } from '../identity/store.ts'
import { allowed, answersFor, can } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import { changeViews } from '../review/change-views.ts'
import { requestedChangesOf } from '../review/store/requested-changes.ts'
import { openThreadsOf } from '../review/store/threads.ts'
import { claimViews, type Surroundings } from './claim-views.ts'
import { spanInput } from './inputs.ts'
import { cutPassage } from './passage.ts'
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

/**
 * Cuts chosen words out of a report's current edition, which is read once, as passages are cut.
 * @throws {Problem} when it cuts: `not-found` for another edition, `invalid` for a span that holds no words.
 */
export async function cutterOf({ db, actor }: Context, reportId: string) {
  const report = await loadReport(db, actor.teamId, reportId)
  return (input: unknown) => {
    const { edition, start, end } = parse(spanInput, input)
    if (!report || report.edition !== edition) throw new Problem('not-found', 'This report does not exist.')
    return { edition, ...cutPassage(report.text, { start, end }) }
  }
}

/**
 * How a report of the viewer's team is called.
 * @throws {Problem} `not-found`
 */
export async function reportTitle({ db, actor }: Context, reportId: string): Promise<string> {
  const report = await loadReport(db, actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  return report.title
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
  const [parts, sourceRows, members, tags, newest, requested, openThreads] = await Promise.all([
    partsOf(db, ids),
    sourcesOf(db, actor.teamId),
    membersOf(db, actor.teamId),
    tagsOf(db, actor.teamId),
    newestDeeds(db, reportId),
    requestedChangesOf(db, reportId),
    openThreadsOf(db, ids),
  ])
  const sources = sourceRows.map(({ teamId: _, kind, ...rest }) => ({ ...rest, kind: kind as SourceView['kind'] }))
  const people = new Map(members.map(({ personId, name, roles }) => [personId, { name, now: nowOf(roles as Role[]) }]))
  const { id, title, publisher, sourceUrl, language, edition, text } = report
  return {
    report: { id, title, publisher, sourceUrl, language, edition, text },
    ...claimViews(rows, parts, {
      sources: new Map(sources.map((source) => [source.id, source])),
      people,
      newest,
      openThreads,
      today: ctx.now().toISOString().slice(0, 10),
    }),
    checkers: [...people].flatMap(([personId, { name, now }]) => (now === 'checks' ? [{ personId, name }] : [])),
    tags,
    changes: changeViews(requested, people, { personId: actor.personId, isOwner: answersFor(actor, report) }),
    sources,
    viewer: { personId: actor.personId, name: actor.name, teamId: actor.teamId, allowed: allowed(actor) },
    seq,
  }
}

type Now = NonNullable<ReturnType<Surroundings['people']['get']>>['now']

function nowOf(roles: readonly Role[]): Now {
  if (roles.length === 0) return 'left'
  return can({ roles }, 'claim.write') ? 'checks' : 'reads'
}
