import type { Transaction } from '#db/client.ts'
import { claims } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { asProblem, Problem } from '../../errors.ts'
import { change, changeGiven, record, type Change, type Stands } from '../../history/commands.ts'
import { lockHead } from '../../history/store.ts'
import { teamPageOf, thoseWhoMay } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { can } from '../../policy/can.ts'
import { loadReport, reports } from '../../reports/store.ts'
import { approvalRefusals, approvalsOf, stillCounting } from '../../review/approval.ts'
import { expectRules } from '../../review/commands/review.ts'
import { authorsOf, contentOf, demandsOn, type Content } from '../../review/queries/content.ts'
import { publishAllInput, publishInput } from '../inputs.ts'
import { namedRefusal } from '../named.ts'
import { claimAddresses, reportAddresses } from '../queries/addresses.ts'
import { addressOf } from '../store.ts'
import { freeSlug, noTeamPage, type Taken } from '../team-page.ts'

/** Somebody whose screen holds words of a claim that are not saved. */
interface Unsaved {
  readonly claimId: string
  readonly personId: string
  readonly name: string
}

/** Waits for words of claims that are on their way, so many milliseconds at most, and says whose are missing then. */
export type Settle = (claimIds: readonly string[], patience: number) => Promise<readonly Unsaved[]>

/** Whoever says why they publish without what is missing has waited already. */
const patience = { first: 10_000, again: 1_000 } as const

/**
 * Puts exactly the content before readers that editors approved: now, or from a time on. Words of the claim that are
 * not saved yet are waited for; for what is missing then the editor says why it is published all the same.
 * @throws {Problem} `changed-since` when something else stands than the page shows, `unsaved` when words are missing and
 * nothing is said to it, `invalid` without enough approvals of this content or while a rule does not hold.
 */
export async function publishClaim(ctx: Context, id: string, input: unknown, settle: Settle): Promise<Stands> {
  const { hash, ...rest } = parse(publishInput, input)
  const content = await contentOf(ctx.db, ctx.actor.teamId, id)
  if (!content) throw new Problem('not-found', 'This claim does not exist.')
  return publishTogether(ctx, content.claim.reportId, { claims: [{ id, hash }], ...rest }, settle)
}

/** The same for several claims of a report at once: all of them, or none. */
export async function publishClaims(ctx: Context, reportId: string, input: unknown, settle: Settle): Promise<Stands> {
  return publishTogether(ctx, reportId, parse(publishAllInput, input), settle)
}

interface Together {
  readonly claims: readonly { readonly id: string; readonly hash: string }[]
  readonly visibleFrom: string
  readonly note: string
}

/**
 * Publishes claims of a report at once, and with them what else is said in the same breath.
 * @throws {Problem} as `publishClaim` does; nothing is published then.
 */
export async function publishTogether(
  ctx: Context,
  reportId: string,
  { claims: wanted, ...how }: Together,
  settle: Settle,
  also: readonly Change[] = [],
): Promise<Stands> {
  const report = await loadReport(ctx.db, ctx.actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  if (how.visibleFrom !== '' && how.visibleFrom <= ctx.now().toISOString()) throw past()
  const ids = wanted.map(({ id }) => id)
  const isAsked = can(ctx.actor, 'claim.publish')
  const unsaved = isAsked ? await settle(ids, how.note ? patience.again : patience.first) : []
  if (unsaved.length > 0 && how.note === '') throw stillUnsaved(unsaved)
  const tryOnce = async (address: string | null) => {
    const together = { reportId, taken: new Set<string>(), read: reading(ctx, ids) }
    const publishes = wanted.map(({ id, hash }) => {
      const missing = unsaved.flatMap(({ claimId, personId }) => (claimId === id ? [personId] : []))
      return publishing(ctx, { id, hash, ...how, unsaved: missing }, together)
    })
    const first = address === null ? [addressing(ctx, reportId, report.title)] : []
    const entries = await record(ctx, ...first, ...publishes, ...also)
    return { seq: entries.at(-1)?.seq ?? 0 }
  }
  const address = await addressOf(ctx.db, reportId)
  const stands = await tryOnce(address).catch(async (error: unknown) => {
    // Somebody else may have published the first claim of this report just now.
    const given = address === null ? await addressOf(ctx.db, reportId) : null
    if (given === null) throw error
    return tryOnce(given)
  })
  // Whoever publishes has it before readers with the answer.
  await ctx.signHistory(ctx.actor.teamId)
  return stands
}

/** A year that was mistyped would bring it out at once. */
function past(): Problem {
  const sentence = 'This moment is past. Choose one that is still to come, or publish at once.'
  return new Problem('invalid', sentence, { visibleFrom: sentence })
}

function stillUnsaved(unsaved: readonly Unsaved[]): Problem {
  const names = [...new Set(unsaved.map(({ name }) => name))].join(', ')
  const sentence = `Words of ${names} are not saved yet. Wait for them, or say why you publish without them.`
  return new Problem('unsaved', sentence, { note: sentence })
}

/** What is published of one claim. */
interface Wanted {
  readonly id: string
  readonly hash: string
  readonly visibleFrom: string
  readonly note: string
  readonly unsaved: readonly string[]
}

/** What the claims of one deed share: the addresses that they get, and what was read of them all. */
interface Shared {
  readonly reportId: string
  readonly taken: Set<string>
  read(tx: Transaction, teamId: string): Promise<ReadonlyMap<string, Read>>
}

interface Read {
  readonly content: Content
  readonly authors: readonly string[]
}

/**
 * Reads all claims of a deed once, behind their own locks, and only then takes the lock of the head: to tell authors takes
 * as long as histories are, and the whole team must not wait for it. Behind the lock of the head no discussion, relation
 * or rule can change before the publications stand.
 */
function reading(ctx: Context, ids: readonly string[]): Shared['read'] {
  let all: Promise<ReadonlyMap<string, Read>> | null = null
  const readAll = async (tx: Transaction, teamId: string) => {
    const found = new Map<string, Read>()
    for (const id of ids) {
      const content = await contentOf(tx, teamId, id)
      if (content) found.set(id, { content, authors: await authorsOf(tx, content) })
    }
    await lockHead(tx, teamId, ctx.now())
    return found
  }
  return (tx, teamId) => (all ??= readAll(tx, teamId))
}

/** Publishes one claim. */
function publishing(ctx: Context, { id, ...wanted }: Wanted, { reportId, taken, read }: Shared): Change {
  const prepareKnown = async (tx: Transaction, teamId: string, known: Read) => {
    const { form, text, hash } = known.content
    if (hash !== wanted.hash) throw new Problem('changed-since', approvalRefusals['changed-since'])
    const approvedBy = await approversOf(tx, teamId, known)
    const now = ctx.now()
    const addresses = await claimAddresses(tx, reportId, { claimId: id, ...wanted }, now)
    const others = withMore(addresses.taken, wanted.visibleFrom <= now.toISOString() ? 'seen' : 'unseen', taken)
    const slug = addresses.own ?? freeSlug(form.statement, others, 'claim', someLetters(ctx))
    taken.add(slug)
    const command = { kind: 'claim.publish', ...wanted, form: text, slug, approvedBy } as const
    return change(claims, id, command).prepare(tx, teamId)
  }
  return {
    subject: { type: 'claim', id },
    // No other claim of the report takes the same address meanwhile.
    alongside: [{ type: 'report', id: reportId }],
    permission: 'claim.publish',
    async prepare(tx, teamId) {
      const known = (await read(tx, teamId)).get(id)
      if (known?.content.claim.reportId !== reportId) throw new Problem('not-found', 'This claim does not exist.')
      return prepareKnown(tx, teamId, known).catch((error: unknown) => {
        throw named(error, known.content.form.statement)
      })
    },
  }
}

/** What is taken, and what is in the same breath: readers see all of that together. */
const withMore = (known: Taken, kind: keyof Taken, more: ReadonlySet<string>): Taken => ({
  ...known,
  [kind]: [...known[kind], ...more],
})

/** Letters that say nothing. */
const someLetters = (ctx: Context): string =>
  Array.from(ctx.randomBytes(8), (byte) => String.fromCodePoint(97 + (byte % 26))).join('')

/** A refusal that says of which claim it is. */
function named(error: unknown, statement: string): unknown {
  const problem = asProblem(error)
  if (!problem) return error
  return new Problem(problem.id, namedRefusal(statement, problem.message), problem.fields)
}

/** The editors who approved this content, once the team has its page and its rules hold. */
async function approversOf(tx: Transaction, teamId: string, { content, authors }: Read): Promise<string[]> {
  if (!(await teamPageOf(tx, teamId))) throw new Problem('invalid', noTeamPage)
  const { claim, approvals, hash } = content
  const given = approvalsOf({ submittedSeq: claim.submittedSeq, approvals }, hash)
  if (claim.stage === 'approved' && given.length === 0) throw new Problem('changed-since', notAsApproved)
  const editors = await thoseWhoMay(tx, teamId, 'claim.approve')
  const counting = stillCounting(given, { authors, editors })
  const override = counting.map((each) => each.override).find((words) => words !== '') ?? ''
  expectRules(content, await demandsOn(tx, teamId, content), { override, approvals: counting.length })
  return counting.map(({ by }) => by)
}

const notAsApproved = 'This claim changed since it was approved. Look at what changed: it needs a new approval.'

/** Gives a report its public address, with the first of its claims. */
function addressing(ctx: Context, reportId: string, title: string): Change {
  const { teamId } = ctx.actor
  const one = changeGiven(reports, reportId, 'report.address', async (tx) => {
    const slug = freeSlug(title, await reportAddresses(tx, teamId, ctx.now()), 'report', someLetters(ctx))
    return { kind: 'report.address', slug }
  })
  // No other report of the team takes the same address meanwhile.
  return { ...one, alongside: [{ type: 'team', id: teamId }] }
}
