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
  setVerdict,
} from '../claims/commands.ts'
import { attachEvidence } from '../evidence/commands.ts'
import { addMember, foundTeam } from '../identity/commands.ts'
import { createReport } from '../reports/commands.ts'
import { reply, startThread } from '../review/commands/threads.ts'
import { workspaceView } from '../reports/queries/workspace.ts'
import { demoClaims, demoRelations, demoTalk, type DemoClaim, type DemoEvidence, type DemoMember } from './claims.ts'
import { demoDetails } from './details.ts'
import { demoReport } from './report.ts'
import { demoMembers, demoPassword } from './team.ts'

export type DemoCast = Readonly<Record<DemoMember, Context>>

/** Founds the demo team with its report and claims, through the same commands that people use. */
export async function seedDemo(system: System): Promise<{ teamId: string; reportId: string }> {
  const { teamId } = await foundTeam(system, { name: 'Demo newsroom' })
  return { teamId, reportId: await seedReport(await demoCast(system, teamId)) }
}

/** Makes the demo report and its claims, as the members of this cast. */
export async function seedReport(cast: DemoCast): Promise<string> {
  const { id: reportId } = await createReport(cast.mara, demoReport)
  const ids = new Map<string, string>()
  for (const claim of demoClaims) ids.set(claim.key, await checkClaim(cast, reportId, claim))
  for (const { of, parts, ...rest } of demoRelations)
    await addRelation(cast.mara, idOf(ids, of), { ...rest, parts: parts.map((key) => idOf(ids, key)) })
  await talk(cast, idOf(ids, demoTalk.about))
  return reportId
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
  for (const evidence of demo.evidence ?? []) await attach(cast, reportId, id, evidence)
  if (demo.verdict) {
    const { by, ...verdict } = demo.verdict
    await setVerdict(cast[by], id, { ...verdict, seen: '0' })
  }
  for (const to of demo.stages) await changeStage(ctx, id, { to })
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
  const url = `https://example.org/demo/${slug}`
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
