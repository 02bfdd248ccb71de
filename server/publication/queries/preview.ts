import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { membersOf, teamPageOf, thoseWhoMay } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import { approvalsOf, stillCounting } from '../../review/approval.ts'
import { authorsOf, contentOf, type Content } from '../../review/queries/content.ts'
import { previewed } from '../previewed.ts'
import type { Approvers, PublicTeam, PublishedClaim } from '../published.ts'
import { addressOf } from '../store.ts'
import { noTeamPage, slugOf } from '../team-page.ts'

/** A claim as readers would see it if it were published now. */
export interface Preview {
  readonly team: PublicTeam
  readonly claim: PublishedClaim
}

/**
 * The preview of a claim: made from the same form that is approved and published.
 * @throws {Problem} `not-found` when the viewer's team has no such claim, or no public page yet.
 */
export async function previewOf(ctx: Context, claimId: string): Promise<Preview> {
  const { actor, db } = ctx
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const [content, page] = await Promise.all([contentOf(db, actor.teamId, claimId), teamPageOf(db, actor.teamId)])
  if (!content) throw new Problem('not-found', 'This claim does not exist.')
  if (!page) throw new Problem('not-found', noTeamPage)
  const { slug: team, publisher, homepage, howWeCheck, correctionsUrl, contact } = page
  const { form, claim, publications } = content
  const report = (await addressOf(db, claim.reportId)) ?? slugOf(form.report.title)
  return {
    team: { slug: team, publisher, homepage, howWeCheck, correctionsUrl, contact },
    claim: {
      address: { team, report, claim: publications.at(-1)?.slug ?? slugOf(form.statement) },
      ...previewed(content, ctx.now().toISOString()),
      approvers: await approversOf(ctx, content, page.approvers === 'name'),
      retracted: null,
    },
  }
}

async function approversOf({ db, actor }: Context, content: Content, byName: boolean): Promise<Approvers> {
  const { claim, approvals, hash } = content
  const given = approvalsOf({ submittedSeq: claim.submittedSeq, approvals }, hash)
  const [authors, editors] = await Promise.all([authorsOf(db, content), thoseWhoMay(db, actor.teamId, 'claim.approve')])
  const ids = stillCounting(given, { authors, editors }).map(({ by }) => by)
  if (!byName) return { editors: ids.length }
  const members = await membersOf(db, actor.teamId)
  return { names: members.flatMap(({ personId, name }) => (ids.includes(personId) ? [name] : [])) }
}
