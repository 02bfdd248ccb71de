import { sql } from 'drizzle-orm'
import { claim } from '#db/schema/claims.ts'
import { entry } from '#db/schema/history.ts'
import { requestedChange, thread } from '#db/schema/review.ts'
import type { Stage } from '../../claims/stage.ts'
import { claimsOf, newestDeeds, partsOf, publicMarksOf, ratingsFor, tagsOf } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { sourcesOf } from '../../evidence/store.ts'
import type { SubjectType } from '../../history/entry.ts'
import { hashAt, headOf } from '../../history/store.ts'
import { membersOf, teamRulesOf } from '../../identity/store.ts'
import { allowed, answersFor, can } from '../../policy/can.ts'
import type { Role } from '../../policy/roles.ts'
import { changeViews } from '../../review/change-views.ts'
import { correctedElsewhere } from '../../publication/queries/corrected.ts'
import { hashOf } from '../../review/queries/content.ts'
import { publicState } from '../../review/public-state.ts'
import { readRules } from '../../review/rules.ts'
import { requestedChangesOf } from '../../review/store/requested-changes.ts'
import { openThreadsOf } from '../../review/store/threads.ts'
import { assembled } from '../assemble.ts'
import { byClaim, claimData, type Surroundings } from '../claim-data.ts'
import { loadReport } from '../store.ts'
import type { ClaimData, SourceView, WorkspaceData, WorkspaceNews, WorkspaceView } from '../workspace.ts'

/** Everything that the workspace of a report shows to this viewer. */
export async function workspaceView(ctx: Context, reportId: string): Promise<WorkspaceView> {
  return assembled(await workspaceData(ctx, reportId))
}

/**
 * The same as it leaves the server.
 * @throws {Problem} `forbidden`, `not-found`
 */
export async function workspaceData(ctx: Context, reportId: string): Promise<WorkspaceData> {
  // Read first: what changes while the rest is read then comes again as a live event.
  const seq = await headOf(ctx.db, ctx.actor.teamId)
  const report = await readable(ctx, reportId)
  const people = await peopleOf(ctx)
  const [claims, elsewhere, sources, tags, changes, rules, mark] = await Promise.all([
    claimsIn(ctx, report, people),
    correctedElsewhere(ctx.db, ctx.actor.teamId, reportId),
    sourcesIn(ctx),
    tagsOf(ctx.db, ctx.actor.teamId),
    changesIn(ctx, report, people),
    teamRulesOf(ctx.db, ctx.actor.teamId),
    hashAt(ctx.db, ctx.actor.teamId, seq),
  ])
  const { id, title, publisher, sourceUrl, language, edition, text } = report
  const stage = report.stage as Stage
  return {
    report: { id, title, publisher, sourceUrl, language, stage, edition, text },
    claims,
    correctedElsewhere: elsewhere,
    checkers: [...people].flatMap(([personId, { name, now }]) => (now === 'checks' ? [{ personId, name }] : [])),
    tags,
    changes,
    sources,
    rules: readRules(rules.settings),
    viewer: viewerOf(ctx),
    today: today(ctx),
    seq,
    mark,
  }
}

/** More claims than these are not told one by one. */
const mostNews = 500

/**
 * What became of a report after what a page knows; null when that is best told by all of its data.
 * @throws {Problem} `forbidden`, `not-found`
 */
export async function workspaceNews(
  ctx: Context,
  reportId: string,
  { seq: since, mark: known }: Pick<WorkspaceData, 'seq' | 'mark'>,
): Promise<WorkspaceNews | null> {
  const { teamId } = ctx.actor
  const seq = await headOf(ctx.db, teamId)
  const report = await readable(ctx, reportId)
  if (known !== (await hashAt(ctx.db, teamId, since))) return null
  const touched = await touchedSince(ctx, reportId, since)
  const ids = (...types: readonly SubjectType[]) =>
    touched.flatMap(({ type, id }) => (types.includes(type) ? [id] : []))
  // Who is in the team, and the report itself, show everywhere.
  if (touched.length > mostNews || ids('team', 'report').length > 0) return null
  const [claimIds, sourceIds] = [[...new Set(ids('claim', 'thread'))], ids('source')]
  const people = await peopleOf(ctx)
  const [claims, elsewhere, sources, tags, changes, mark] = await Promise.all([
    claimsIn(ctx, report, people, claimIds),
    correctedElsewhere(ctx.db, teamId, reportId),
    sourcesIn(ctx, sourceIds),
    tagsOf(ctx.db, teamId),
    ids('requested-change').length > 0 ? changesIn(ctx, report, people) : null,
    hashAt(ctx.db, teamId, seq),
  ])
  const told = { viewer: viewerOf(ctx), today: today(ctx), seq, mark }
  return { claims, correctedElsewhere: elsewhere, sources, tags, changes, ...told }
}

/** What was written to after `since` and shows on a report; for a thread, its claim. */
async function touchedSince({ db, actor }: Context, reportId: string, since: number) {
  const rows = await db.execute<{ type: SubjectType; id: string }>(sql`
    select distinct e.subject_type as type, coalesce(t.claim_id, e.subject_id) as id
    from ${entry} e
    left join ${thread} t on e.subject_type = 'thread' and t.id = e.subject_id
    left join ${requestedChange} r on e.subject_type = 'requested-change' and r.id = e.subject_id
    left join ${claim} c on c.id = coalesce(t.claim_id, e.subject_id) and e.subject_type in ('claim', 'thread')
    where e.team_id = ${actor.teamId} and e.seq > ${since} and (
      e.subject_type in ('team', 'source')
      or (e.subject_type = 'report' and e.subject_id = ${reportId})
      or coalesce(c.report_id, r.report_id) = ${reportId})
    limit ${mostNews + 1}`)
  return [...rows]
}

async function readable({ db, actor }: Context, reportId: string) {
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const report = await loadReport(db, actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  return report
}

type People = Surroundings['people']
type Report = Awaited<ReturnType<typeof readable>>

async function peopleOf({ db, actor }: Context): Promise<People> {
  const members = await membersOf(db, actor.teamId)
  return new Map(members.map(({ personId, name, roles }) => [personId, { name, now: nowOf(roles as Role[]) }]))
}

async function claimsIn(
  { db, actor }: Context,
  report: Report,
  people: People,
  only?: readonly string[],
): Promise<ClaimData[]> {
  if (only?.length === 0) return []
  const rows = await claimsOf(db, report.id, only)
  const ids = rows.map(({ id }) => id)
  const [parts, newest, openThreads, publicity, ratings, sources] = await Promise.all([
    partsOf(db, ids),
    newestDeeds(db, report.id, only),
    openThreadsOf(db, ids),
    publicMarksOf(db, ids),
    ratingsFor(db, actor.personId, ids),
    sourcesOf(db, actor.teamId),
  ])
  const known = new Map(sources.map((source) => [source.id, source]))
  const [partsOfOne, publicityOfOne] = [byClaim(parts), byClaim(publicity)]
  const stateOf = (row: (typeof rows)[number]) => {
    const own = { parts: partsOfOne(row.id), publicity: publicityOfOne(row.id) }
    return publicState({ claim: row, ...own, sources: known, report }, hashOf)
  }
  const publicStates = new Map(rows.map((row) => [row.id, stateOf(row)]))
  return claimData(rows, parts, { people, newest, openThreads, publicStates, publicity, ratings })
}

async function sourcesIn({ db, actor }: Context, only?: readonly string[]): Promise<SourceView[]> {
  if (only?.length === 0) return []
  const rows = await sourcesOf(db, actor.teamId)
  const wanted = only ? rows.filter(({ id }) => only.includes(id)) : rows
  return wanted.map(({ teamId: _, kind, ...rest }) => ({ ...rest, kind: kind as SourceView['kind'] }))
}

async function changesIn({ db, actor }: Context, report: Report, people: People) {
  const requested = await requestedChangesOf(db, report.id)
  return changeViews(requested, people, { personId: actor.personId, isOwner: answersFor(actor, report) })
}

function viewerOf({ actor }: Context): WorkspaceData['viewer'] {
  const { personId, name, teamId } = actor
  return { personId, name, teamId, allowed: allowed(actor) }
}

const today = ({ now }: Context): string => now().toISOString().slice(0, 10)

type Now = NonNullable<ReturnType<People['get']>>['now']

function nowOf(roles: readonly Role[]): Now {
  if (roles.length === 0) return 'left'
  return can({ roles }, 'claim.write') ? 'checks' : 'reads'
}
