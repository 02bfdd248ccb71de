import type { Transaction } from '#db/client.ts'
import { claims, publicityOf } from '../claims/store.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { change, changeGiven, recordOne, type Stands } from '../history/commands.ts'
import { lockSigning } from '../history/queries/standing.ts'
import { lockHead } from '../history/store.ts'
import { teamAt, teams } from '../identity/store.ts'
import { parse } from '../inputs.ts'
import { reports, wholeRowsOf } from '../reports/store.ts'
import { correctInput, retractInput, retractReportInput, teamPageInput, withdrawCorrectionInput } from './inputs.ts'
import { claimsEverSeen } from './queries/public-report.ts'
import { isSeen, type Told } from './readers.ts'
import { isEverShown } from './report-form.ts'

/** Writes a correction of a published claim, which goes back to its checkers. */
export async function correctClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const correction = { id: ctx.newId(), ...parse(correctInput, input) }
  if (correction.since > latestToday(ctx.now())) {
    throw new Problem('invalid', stillToCome, { since: stillToCome })
  }
  return recordOne(ctx, change(claims, id, { kind: 'claim.correct', correction }))
}

const stillToCome = 'This day is still to come.'

/** Where on earth it is latest, the day is this one. */
const latestToday = (now: Date): string => new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)

/** Takes a correction back that readers have not seen. */
export async function withdrawCorrection(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const command = { kind: 'correction.withdraw', ...parse(withdrawCorrectionInput, input) } as const
  return recordOne(ctx, change(claims, id, command))
}

/**
 * Takes a published claim back: with a note for readers, or for the team alone while they never saw it.
 * @throws {Problem} `changed-since` when the note is for the team, and readers see the claim meanwhile.
 */
export async function retractClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const { isUnseen, ...said } = parse(retractInput, input)
  const given = async (tx: Transaction) => {
    if (isUnseen) await expectUnseen(tx, ctx, () => publicityOf(tx, [id]))
    return { kind: 'claim.retract', ...said } as const
  }
  return recordOne(ctx, changeGiven(claims, id, 'claim.retract', given))
}

/** The same for a report as a whole; what was published of its claims stands. */
export async function retractReport(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const { isUnseen, note } = parse(retractReportInput, input)
  const given = async (tx: Transaction) => {
    if (isUnseen) await expectUnseen(tx, ctx, () => listsEverSeen(tx, id))
    return { kind: 'report.retract', note } as const
  }
  return recordOne(ctx, changeGiven(reports, id, 'report.retract', given))
}

/** What was published and taken back of a report, without the lists of which readers never have a claim. */
async function listsEverSeen(tx: Transaction, reportId: string) {
  const [rows, seen] = await Promise.all([wholeRowsOf(tx, reportId), claimsEverSeen(tx, reportId)])
  return { ...rows, publications: rows.publications.filter(({ form }) => isEverShown(form, seen)) }
}

interface Rows extends Told {
  readonly publications: readonly (Told['publications'][number] & { readonly teamId: string })[]
}

/** Longer than it takes from here to the time of the entry, behind the lock of the head. */
const margin = 5_000

/** What is said to the team alone does not become a note to readers. */
async function expectUnseen(
  tx: Transaction,
  { actor: { teamId }, now }: Context,
  read: () => Promise<Rows>,
): Promise<void> {
  // What waits for its signature gets none before this is recorded: then readers never see it.
  await lockSigning(tx)
  const { publications, retractions } = await read()
  const own = publications.filter((each) => each.teamId === teamId)
  const head = await lockHead(tx, teamId, now())
  const soon = new Date(Math.max(Date.parse(head.at), now().getTime()) + margin)
  if (isSeen({ publications: own, retractions }, soon.toISOString())) throw new Problem('changed-since', seenMeanwhile)
}

const seenMeanwhile = 'Readers see it now, or in a moment. Nothing was taken back: say what they are to read.'

/**
 * Says how the team stands before its readers.
 * @throws {Problem} `invalid` when another team has the address, or this one another.
 */
export async function setTeamPage(ctx: Context, input: unknown): Promise<Stands> {
  const { teamId } = ctx.actor
  const command = { kind: 'team.page', ...parse(teamPageInput, input) } as const
  const expectFree = async () => {
    const holder = await teamAt(ctx.db, command.slug)
    if (!holder || holder === teamId) return
    const sentence = 'Another team has this address. Choose another one.'
    throw new Problem('invalid', sentence, { slug: sentence })
  }
  await expectFree()
  try {
    return await recordOne(ctx, change(teams, teamId, command))
  } catch (error) {
    // Another team may have taken it just now: then the database lets nobody else have it.
    await expectFree()
    throw error
  }
}
