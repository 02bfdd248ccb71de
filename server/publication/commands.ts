import type { Transaction } from '#db/client.ts'
import { claims } from '../claims/store.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { change, changeGiven, record, recordOne, type Change, type Stands } from '../history/commands.ts'
import { lockHead } from '../history/store.ts'
import { teamAt, teamPageOf, teams } from '../identity/store.ts'
import { parse } from '../inputs.ts'
import { reports } from '../reports/store.ts'
import { approvalRefusals, approvalsOf } from '../review/approval.ts'
import { expectRules } from '../review/commands/review.ts'
import { contentOf, demandsOn, type Content } from '../review/queries/content.ts'
import { correctInput, publishInput, retractInput, teamPageInput, withdrawCorrectionInput } from './inputs.ts'
import { addressOf, addressesIn, claimSlugsIn } from './store.ts'
import { freeSlug } from './team-page.ts'

/** Somebody whose screen holds words of a claim that are not saved. */
export interface Unsaved {
  readonly personId: string
  readonly name: string
}

/**
 * Puts exactly the content before readers that editors approved: now, or from a time on. `unsaved` are those whose
 * screens still hold words of the claim; then the editor says why it is published all the same.
 * @throws {Problem} `changed-since` when something else stands than the page shows, `unsaved` when words are missing and
 * nothing is said to it, `invalid` without enough approvals of this content or while a rule does not hold.
 */
export async function publishClaim(
  ctx: Context,
  id: string,
  input: unknown,
  unsaved: readonly Unsaved[],
): Promise<Stands> {
  const wanted = parse(publishInput, input)
  if (unsaved.length > 0 && wanted.note === '') throw stillUnsaved(unsaved)
  const content = await contentOf(ctx.db, ctx.actor.teamId, id)
  if (!content) throw new Problem('not-found', 'This claim does not exist.')
  const { reportId } = content.claim
  const publish = publishing(ctx, { id, reportId }, { ...wanted, unsaved: unsaved.map(({ personId }) => personId) })
  const tryOnce = async (address: string | null) => {
    const first = address === null ? [addressing(ctx, reportId, content.form.report.title)] : []
    const entries = await record(ctx, ...first, publish)
    return { seq: entries.at(-1)?.seq ?? 0 }
  }
  const address = await addressOf(ctx.db, reportId)
  try {
    return await tryOnce(address)
  } catch (error) {
    // Somebody else may have published the first claim of this report just now.
    const given = address === null ? await addressOf(ctx.db, reportId) : null
    if (given === null) throw error
    return tryOnce(given)
  }
}

function stillUnsaved(unsaved: readonly Unsaved[]): Problem {
  const names = unsaved.map(({ name }) => name).join(', ')
  const sentence = `Words of ${names} are not saved yet. Wait for them, or say why you publish without them.`
  return new Problem('unsaved', sentence, { note: sentence })
}

function publishing(
  ctx: Context,
  { id, reportId }: { readonly id: string; readonly reportId: string },
  wanted: { hash: string; visibleFrom: string; note: string; unsaved: readonly string[] },
): Change {
  return {
    subject: { type: 'claim', id },
    // No other claim of the report takes the same address meanwhile.
    alongside: [{ type: 'report', id: reportId }],
    permission: 'claim.publish',
    async prepare(tx, teamId) {
      const content = await contentOf(tx, teamId, id)
      if (!content) throw new Problem('not-found', 'This claim does not exist.')
      if (content.hash !== wanted.hash) throw new Problem('changed-since', approvalRefusals['changed-since'])
      const { form, text, publications } = content
      const approvedBy = await approversOf(ctx, tx, content)
      const slug = publications[0]?.slug ?? freeSlug(form.statement, await claimSlugsIn(tx, reportId), 'claim')
      const command = { kind: 'claim.publish', ...wanted, form: text, slug, approvedBy } as const
      return change(claims, id, command).prepare(tx, teamId)
    },
  }
}

/** The editors who approved this content, once the team has its page and its rules hold. */
async function approversOf(ctx: Context, tx: Transaction, content: Content): Promise<string[]> {
  const { teamId } = ctx.actor
  // Behind the lock of the head no discussion, relation or rule can change before this publication stands.
  await lockHead(tx, teamId, ctx.now())
  if (!(await teamPageOf(tx, teamId))) {
    throw new Problem('invalid', 'The team has no public page yet. An admin makes one in the team’s settings.')
  }
  const { claim, approvals, hash } = content
  const counting = approvalsOf({ submittedSeq: claim.submittedSeq, approvals }, hash)
  const override = counting.map((each) => each.override).find((words) => words !== '') ?? ''
  if (claim.stage === 'approved' && counting.length === 0) throw new Problem('changed-since', notAsApproved)
  expectRules(content, await demandsOn(tx, teamId, content), { override, isForPublication: true })
  return counting.map(({ by }) => by)
}

const notAsApproved = 'This claim changed since it was approved. Look at what changed: it needs a new approval.'

/** Gives a report its public address, with the first of its claims. */
function addressing(ctx: Context, reportId: string, title: string): Change {
  const { teamId } = ctx.actor
  const one = changeGiven(reports, reportId, 'report.address', async (tx) => {
    const slug = freeSlug(title, await addressesIn(tx, teamId), 'report')
    return { kind: 'report.address', slug }
  })
  // No other report of the team takes the same address meanwhile.
  return { ...one, alongside: [{ type: 'team', id: teamId }] }
}

/** Writes a correction of a published claim, which goes back to its checkers. */
export async function correctClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const correction = { id: ctx.newId(), ...parse(correctInput, input) }
  return recordOne(ctx, change(claims, id, { kind: 'claim.correct', correction }))
}

/** Takes a correction back that readers have not seen. */
export async function withdrawCorrection(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const command = { kind: 'correction.withdraw', ...parse(withdrawCorrectionInput, input) } as const
  return recordOne(ctx, change(claims, id, command))
}

/** Takes a published claim back in public, with a note for readers. */
export async function retractClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(claims, id, { kind: 'claim.retract', ...parse(retractInput, input) }))
}

/**
 * Says how the team stands before its readers.
 * @throws {Problem} `invalid` when another team has the address, or this one another.
 */
export async function setTeamPage(ctx: Context, input: unknown): Promise<Stands> {
  const { teamId } = ctx.actor
  const command = { kind: 'team.page', ...parse(teamPageInput, input) } as const
  const holder = await teamAt(ctx.db, command.slug)
  if (holder && holder !== teamId) {
    const sentence = 'Another team has this address. Choose another one.'
    throw new Problem('invalid', sentence, { slug: sentence })
  }
  return recordOne(ctx, change(teams, teamId, command))
}
