import type { Context, System } from '../context.ts'
import {
  addPassage,
  addRelation,
  assignClaim,
  changeStage,
  classifyClaim,
  describeClaim,
  makeClaim,
  setAppearance,
  setDueDate,
  setFigure,
} from '../claims/commands.ts'
import { setVerdict } from '../claims/commands/verdict.ts'
import { isChecked } from '../claims/stage.ts'
import { attachEvidence } from '../evidence/commands.ts'
import { addMember, foundTeam } from '../identity/commands.ts'
import { correctClaim, retractClaim, setTeamPage } from '../publication/commands.ts'
import { publishClaim } from '../publication/commands/publish.ts'
import { publishReport } from '../publication/commands/publish-report.ts'
import { createReport } from '../reports/commands.ts'
import { approveReport, submitReport } from '../review/commands/report-review.ts'
import { approveClaim, submitClaim } from '../review/commands/review.ts'
import { setTeamRules } from '../review/commands/rules.ts'
import { reply, startThread } from '../review/commands/threads.ts'
import { contentOf } from '../review/queries/content.ts'
import { wholeOf } from '../review/queries/whole.ts'
import { workspaceView } from '../reports/queries/workspace.ts'
import { demoClaims, demoRelations, demoTalk, type DemoClaim, type DemoMember } from './claims.ts'
import { demoDetails } from './details.ts'
import { demoEvidence, demoUrl, type DemoEvidence } from './evidence.ts'
import { demoCorrection, demoRetraction } from './published.ts'
import { demoReport } from './report.ts'
import { demoMembers, demoPassword, demoRules, demoTeamPage } from './team.ts'

export type DemoCast = Readonly<Record<DemoMember, Context>>

/** Founds the demo team with its report and claims, through the same commands that people use. */
export async function seedDemo(system: System): Promise<{ teamId: string; reportId: string }> {
  const { teamId } = await foundTeam(system, { name: 'Demo newsroom' })
  const cast = await demoCast(system, teamId)
  await setTeamRules(cast.ada, { ...demoRules, seen: '0' })
  await setTeamPage(cast.ada, { ...demoTeamPage, seen: '0' })
  return { teamId, reportId: await seedReport(cast) }
}

/** Makes the demo report and its claims, as the members of this cast, whose team has its page. */
export async function seedReport(cast: DemoCast): Promise<string> {
  const { id: reportId } = await createReport(cast.mara, demoReport)
  const ids = new Map<string, string>()
  for (const claim of demoClaims) ids.set(claim.key, await checkClaim(cast, reportId, claim))
  for (const { of, parts, ...rest } of demoRelations)
    await addRelation(cast.mara, idOf(ids, of), { ...rest, parts: parts.map((key) => idOf(ids, key)) })
  await talk(cast, idOf(ids, demoTalk.about))
  const [first, others] = [demoClaims.filter(isPublished), demoClaims.filter((claim) => !isPublished(claim))]
  for (const claim of first) await review(cast, idOf(ids, claim.key), claim)
  await publishWhole(cast, reportId)
  for (const claim of others) await review(cast, idOf(ids, claim.key), claim)
  await correct(cast, reportId, idOf(ids, demoCorrection.about))
  await retractClaim(cast.edith, idOf(ids, demoRetraction.about), demoRetraction.words)
  return reportId
}

async function review(cast: DemoCast, id: string, { by, stage }: Pick<DemoClaim, 'by' | 'stage'>): Promise<void> {
  if (!isChecked(stage)) return
  await submitClaim(cast[by], id, {})
  if (stage === 'in-review') return
  const hash = await hashOf(cast.edith, id)
  await approveClaim(cast.edith, id, { hash })
  if (stage === 'published') await publishClaim(cast.edith, id, { hash }, async () => [])
}

const isPublished = ({ stage }: DemoClaim): boolean => stage === 'published'

/** What is approved and published after this is not in the report's first publication. */
async function publishWhole(cast: DemoCast, reportId: string): Promise<void> {
  const { db, actor } = cast.edith
  await submitReport(cast.mara, reportId, {})
  const hash = (await wholeOf(db, actor.teamId, reportId))?.hash
  await approveReport(cast.edith, reportId, { hash })
  await publishReport(cast.edith, reportId, { hash }, async () => [])
}

async function correct(cast: DemoCast, reportId: string, id: string): Promise<void> {
  const { by, asOf, words } = demoCorrection
  const ctx = cast[by]
  await correctClaim(ctx, id, words)
  for (const figure of (await claimNow(ctx, reportId, id)).figures) {
    await setFigure(ctx, id, { ...figure, asOf, figureId: figure.id, seen: String(figure.seq) })
  }
  await review(cast, id, { by, stage: 'published' })
}

async function hashOf({ db, actor }: Context, claimId: string): Promise<string> {
  const content = await contentOf(db, actor.teamId, claimId)
  if (!content) throw new Error('A demo claim vanished while it was being made.')
  return content.hash
}

async function talk(cast: DemoCast, claimId: string): Promise<void> {
  const [first, ...answers] = demoTalk.comments
  const { id } = await startThread(cast[first.by], claimId, { on: 'claim', words: first.words })
  for (const { by, words } of answers) await reply(cast[by], id, { words })
}

async function demoCast(system: System, teamId: string): Promise<DemoCast> {
  const cast: Partial<Record<DemoMember, Context>> = {}
  for (const { key, name, email, roles } of demoMembers) {
    const { personId } = await addMember(system, { teamId, email, name, password: demoPassword, roles })
    cast[key] = { ...system, actor: { personId, name, teamId, roles, sessionId: 'demo' } }
  }
  return cast as DemoCast
}

async function checkClaim(cast: DemoCast, reportId: string, demo: DemoClaim): Promise<string> {
  const ctx = cast[demo.by]
  const [first, ...others] = demo.quotes
  const { id } = await makeClaim(ctx, reportId, span(first))
  for (const quote of others) await addPassage(ctx, id, span(quote))
  await describe(cast, reportId, id, demo)
  if (demo.figure) await setFigure(ctx, id, { figureId: '', seen: '0', ...demo.figure })
  for (const evidence of demoEvidence[demo.key] ?? []) await attach(cast, reportId, id, evidence)
  if (demo.verdict) {
    const { by, ...verdict } = demo.verdict
    await setVerdict(cast[by], id, { ...verdict, seen: '0' })
  }
  if (demo.stage !== 'open') await changeStage(ctx, id, { to: 'checking' })
  return id
}

async function describe(cast: DemoCast, reportId: string, id: string, demo: DemoClaim): Promise<void> {
  const ctx = cast[demo.by]
  const { said, appearance, classes, dueOn, assigned = [] } = demoDetails[demo.key] ?? {}
  const { claimant, saidOn } = demo
  if (claimant || saidOn || said) {
    const { detailsSeq } = await claimNow(ctx, reportId, id)
    await describeClaim(ctx, id, { claimant, saidOn, ...said, seen: String(detailsSeq) })
  }
  if (appearance) await setAppearance(ctx, id, { ...appearance, seen: '0' })
  if (classes) await classifyClaim(ctx, id, { ...classes, seen: '0' })
  if (dueOn) await setDueDate(ctx, id, { dueOn, seen: '0' })
  for (const key of assigned) await assignClaim(ctx, id, { personId: cast[key].actor.personId })
}

async function attach(cast: DemoCast, reportId: string, claimId: string, demo: DemoEvidence): Promise<void> {
  const ctx = cast[demo.by]
  const { by: _, slug, kind, ...rest } = demo
  const url = demoUrl(demo.publisher, slug)
  const known = (await workspaceView(ctx, reportId)).sources.find((source) => source.url === url)
  await attachEvidence(ctx, claimId, {
    ...rest,
    sourceId: known?.id ?? '',
    url,
    sourceKind: kind,
    author: '',
    locator: '',
  })
}

async function claimNow(ctx: Context, reportId: string, claimId: string) {
  const view = await workspaceView(ctx, reportId)
  const claim = view.claims.find(({ id }) => id === claimId)
  if (!claim) throw new Error('A demo claim vanished while it was being made.')
  return claim
}

function span(quote: string): { edition: string; start: string; end: string } {
  const start = demoReport.text.indexOf(quote)
  if (start < 0) throw new Error(`The demo report does not say: ${quote}`)
  return { edition: '1', start: String(start), end: String(start + quote.length) }
}

function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  if (!id) throw new Error(`No demo claim is called ${key}.`)
  return id
}
