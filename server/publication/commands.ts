import { claims } from '../claims/store.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { change, recordOne, type Stands } from '../history/commands.ts'
import { teamAt, teams } from '../identity/store.ts'
import { parse } from '../inputs.ts'
import { reports } from '../reports/store.ts'
import { correctInput, retractInput, retractReportInput, teamPageInput, withdrawCorrectionInput } from './inputs.ts'

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

/** Takes a published claim back in public, with a note for readers. */
export async function retractClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(claims, id, { kind: 'claim.retract', ...parse(retractInput, input) }))
}

/** Takes a published report back in public, with a note for readers; what was published of its claims stands. */
export async function retractReport(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(reports, id, { kind: 'report.retract', ...parse(retractReportInput, input) }))
}

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
