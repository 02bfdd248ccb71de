import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Stage } from '../claims/stage.ts'
import { claimCounts } from '../claims/store.ts'
import { parse } from '../inputs.ts'
import { correctedElsewhere } from '../publication/queries/corrected.ts'
import { can } from '../policy/can.ts'
import { spanInput } from './inputs.ts'
import { cutPassage } from './passage.ts'
import { loadReport, reportsOf } from './store.ts'

/** A report as the home page lists it. */
export interface ReportListItem {
  readonly id: string
  readonly title: string
  readonly publisher: string
  readonly stage: Stage
  readonly createdAt: string
  readonly total: number
  readonly checked: number
  readonly disputed: number
  readonly unowned: number
  /** How many of its claims use what was corrected in other reports since they were checked. */
  readonly outdated: number
}

/** The reports of the viewer's team, newest first. */
export async function reportList(ctx: Context): Promise<ReportListItem[]> {
  if (!can(ctx.actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const { teamId } = ctx.actor
  const [all, counts, elsewhere] = await Promise.all([
    reportsOf(ctx.db, teamId),
    claimCounts(ctx.db, teamId),
    correctedElsewhere(ctx.db, teamId),
  ])
  return all
    .map(({ id, title, publisher, createdAt, stage }) => {
      const count = counts.find(({ reportId }) => reportId === id)
      const { total = 0, checked = 0, disputed = 0, unowned = 0 } = count ?? {}
      const users = elsewhere.flatMap(({ reportId, claimId }) => (reportId === id ? [claimId] : []))
      const outdated = new Set(users).size
      return { id, title, publisher, stage: stage as Stage, createdAt, total, checked, disputed, unowned, outdated }
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
