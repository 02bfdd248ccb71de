import { isChecked, type Stage } from '../../claims/stage.ts'
import { claimsOf, partsOf, publicityOf } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { sourcesOf } from '../../evidence/store.ts'
import { membersOf, teamPageOf } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import type { Role } from '../../policy/roles.ts'
import { contentHash, formText, readForm } from '../../publication/form.ts'
import { formOf } from '../../publication/form-of.ts'
import { isPublic, unpublishedCorrections } from '../../publication/publication.ts'
import { addressOf } from '../../publication/store.ts'
import { loadReport } from '../../reports/store.ts'
import { approvalsOf } from '../approval.ts'
import type { PublicationView, ReviewedClaim, ReviewLine, ReviewView } from '../review-view.ts'
import { findings } from '../rules.ts'
import { whyNotReview } from '../why-not.ts'
import { authorsOf, contentOf, demandsOn, type Content } from './content.ts'

/**
 * What stands in a report for review and publication, with one of its claims open.
 * @throws {Problem} `not-found` when the viewer's team has no such report, or the report no such claim.
 */
export async function reviewView(ctx: Context, reportId: string, claimId: string | null): Promise<ReviewView> {
  const { actor, db } = ctx
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const report = await loadReport(db, actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  const rows = (await claimsOf(db, reportId)).filter(({ withdrawn }) => !withdrawn)
  const index = rows.findIndex(({ id }) => id === claimId)
  if (claimId && index < 0) throw new Problem('not-found', 'This claim does not exist.')
  const { personId, name, teamId } = actor
  return {
    report: { id: report.id, title: report.title },
    claims: await linesOf(ctx, report, rows),
    open: claimId ? await reviewed(ctx, claimId, index + 1) : null,
    viewer: { personId, name, teamId },
  }
}

type Rows = Awaited<ReturnType<typeof claimsOf>>

async function linesOf(
  { db, actor }: Context,
  report: NonNullable<Awaited<ReturnType<typeof loadReport>>>,
  rows: Rows,
): Promise<ReviewLine[]> {
  const shown = rows.filter(({ stage, returnNote }) => isChecked(stage as Stage) || returnNote !== '')
  const ids = shown.map(({ id }) => id)
  const [parts, publicity, sources] = await Promise.all([
    partsOf(db, ids),
    publicityOf(db, ids),
    sourcesOf(db, actor.teamId),
  ])
  const known = new Map(sources.map((source) => [source.id, source]))
  return shown.map((claim) => {
    const own = <P extends { claimId: string }>(all: readonly P[]) => all.filter((each) => each.claimId === claim.id)
    const { passages, figures, texts, evidence } = parts
    const ofOne = { passages: own(passages), figures: own(figures), texts: own(texts), evidence: own(evidence) }
    const corrections = own(publicity.corrections)
    const hash = contentHash(formText(formOf({ claim, parts: ofOne, corrections, sources: known, report })))
    const counting = approvalsOf({ submittedSeq: claim.submittedSeq, approvals: own(publicity.approvals) }, hash)
    const stage = claim.stage as Stage
    return {
      id: claim.id,
      number: rows.indexOf(claim) + 1,
      statement: ofOne.texts[0]?.statement ?? '',
      stage,
      isStale: stage === 'approved' && counting.length === 0,
    }
  })
}

async function reviewed(ctx: Context, claimId: string, number: number): Promise<ReviewedClaim> {
  const { db, actor } = ctx
  const content = await contentOf(db, actor.teamId, claimId)
  if (!content) throw new Problem('not-found', 'This claim does not exist.')
  const [authors, { rules, besides }, members, page, address] = await Promise.all([
    authorsOf(db, content),
    demandsOn(db, actor.teamId, content),
    membersOf(db, actor.teamId),
    teamPageOf(db, actor.teamId),
    addressOf(db, content.claim.reportId),
  ])
  const { claim, form, hash, publications, retractions } = content
  const counting = approvalsOf({ submittedSeq: claim.submittedSeq, approvals: content.approvals }, hash)
  const override = counting.find((each) => each.override !== '')?.override ?? ''
  const subject = { form, ...besides, override, approvals: counting.length }
  const needed = rules.quorum.minimum
  const found = findings(subject, rules, true)
  const missing = {
    // Whoever approves may say why relations that do not hold do not matter.
    approval: findings({ ...subject, brokenRelations: 0 }, rules, false).flatMap((each) => each.missing ?? []),
    publication: found.flatMap((each) => each.missing ?? []),
  }
  const nameOf = namer(members)
  const approvedBy = counting.map(({ by }) => by)
  const situation = { stage: claim.stage as Stage, isWithdrawn: claim.withdrawn, authors, approvedBy, needed, missing }
  const editors = members.filter(({ roles }) => can({ roles: roles as Role[] }, 'claim.approve'))
  return {
    ...{ id: claimId, number, stage: situation.stage, form, needed, findings: found },
    mayOverride: besides.brokenRelations > 0 && rules.relations.on,
    approvedLast: lastApproved(content, nameOf),
    approvals: counting.map(({ by, at }) => ({ by: nameOf(by), at })),
    authors: authors.map(nameOf),
    mayApprove: editors.flatMap(({ personId, name }) => (authors.includes(personId) ? [] : [name])),
    whyNot: whyNotReview(actor, { ...situation, published: content, hasPage: page !== null }),
    returned: claim.returnNote ? { note: claim.returnNote, by: nameOf(claim.returnedBy ?? '') } : null,
    publications: publicationViews(content, nameOf, page && address ? `/p/${page.slug}/${address}` : ''),
    retraction: isPublic({ publications, retractions }) ? null : (retractions.at(-1) ?? null),
    corrections: unpublishedCorrections(content).map(({ id, wrong, now, why, since }) => ({
      id,
      wrong,
      now,
      why,
      since,
    })),
    differs: publications.length > 0 && publications.at(-1)?.hash !== hash,
  }
}

type NameOf = (personId: string) => string

function namer(members: readonly { readonly personId: string; readonly name: string }[]): NameOf {
  const names = new Map(members.map(({ personId, name }) => [personId, name]))
  return (personId) => names.get(personId) ?? 'someone who left'
}

function lastApproved({ approvals }: Content, nameOf: NameOf): ReviewedClaim['approvedLast'] {
  const last = approvals.at(-1)
  return last ? { form: readForm(last.form), by: nameOf(last.by), at: last.at } : null
}

function publicationViews({ publications }: Content, nameOf: NameOf, path: string): PublicationView[] {
  return publications.map(({ number, by, at, visibleFrom, approvedBy, unsaved, note, slug }) => ({
    ...{ number, at, visibleFrom, note },
    by: nameOf(by),
    approvedBy: approvedBy.map(nameOf),
    unsaved: unsaved.map(nameOf),
    path: `${path}/${slug}`,
  }))
}
