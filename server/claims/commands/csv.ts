import type { Context } from '../../context.ts'
import { asProblem, Problem } from '../../errors.ts'
import { attachEvidence } from '../../evidence/commands.ts'
import { sourcesOf } from '../../evidence/store.ts'
import { together } from '../../history/commands.ts'
import { parse } from '../../inputs.ts'
import { can } from '../../policy/can.ts'
import { describeClaim, makeClaim, setFigure } from '../commands.ts'
import { checkRows, type CheckedClaim } from '../csv-check.ts'
import type { EvidenceFields } from '../csv-fields.ts'
import { knownIn, withoutKnown, type CsvTarget } from '../csv-known.ts'
import { outcomeOf, type RowResult } from '../csv-result.ts'
import { importInput } from '../inputs.ts'
import { importTarget, knownClaims } from '../queries/csv.ts'
import { claimsOf, lockImports } from '../store.ts'
import { bringVerdict } from './verdict.ts'

/**
 * Brings claims with their evidence, figures and verdicts in from rows of a table, each claim whole or not at all. A
 * claim that stands on the same words already is left as it is, and only gets the evidence that it does not have.
 * @throws {Problem} `invalid` when any row is not right: nothing is written then.
 */
export async function importClaims(
  ctx: Context,
  reportId: string,
  input: unknown,
): Promise<{ readonly results: readonly RowResult[] }> {
  if (!can(ctx.actor, 'claim.make')) throw new Problem('forbidden', 'Your role in this team does not allow this.')
  const { rows } = parse(importInput, input)
  const target = await importTarget(ctx, reportId)
  const checked = checkRows(rows, target)
  const wrong = checked.flatMap(({ errors }) => errors)[0]
  if (wrong) {
    const { row, column, message } = wrong
    throw new Problem('invalid', `Nothing of this was written. Row ${row}, ${column}: ${message}`)
  }
  const results: RowResult[] = []
  for (const claim of checked) results.push(...(await importWhole(ctx, reportId, target, claim)))
  return { results }
}

/** One claim; why it could not be written is told for its rows, and others still can be. */
async function importWhole(
  ctx: Context,
  reportId: string,
  target: CsvTarget,
  claim: CheckedClaim,
): Promise<readonly RowResult[]> {
  try {
    return await together(ctx, (within) => importOne(within, reportId, target, claim))
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    return claim.rows.map(({ row }) => ({ row, outcome: 'failed', message: problem.message }))
  }
}

async function importOne(
  ctx: Context,
  reportId: string,
  { edition }: CsvTarget,
  { place, known: seen, fields, evidence, rows }: CheckedClaim,
): Promise<readonly RowResult[]> {
  if (!place) throw new Error('A claim without a place was checked and found right.')
  await lockImports(ctx.db, reportId)
  // Asked again behind the lock: the same table may be coming in twice.
  const standing = await knownClaims(ctx.db, ctx.actor.teamId, reportId, { edition, ...place })
  const found = knownIn(standing, edition, place, fields?.statement)
  const known = found.find(({ id }) => id === seen?.id) ?? found[0] ?? null
  const claimId = known?.id ?? (await begin(ctx, reportId, { edition, ...place }, fields))
  const bearing = withoutKnown(evidence, known)
  for (const each of bearing) if (!each.isThere) await attach(ctx, claimId, each.fields)
  return rows.map(({ row }) => outcomeOf(row, bearing, known?.number ?? null))
}

/** Makes a claim with all that its row says of it; answers its id. */
async function begin(
  ctx: Context,
  reportId: string,
  span: { readonly edition: number; readonly start: number; readonly end: number },
  fields: CheckedClaim['fields'],
): Promise<string> {
  if (!fields) throw new Problem('changed-since', 'The claim on these words is gone. Look at the table again.')
  const { statement, figure, verdict, ...said } = fields
  const { id } = await makeClaim(ctx, reportId, { ...span, statement })
  const [made] = await claimsOf(ctx.db, reportId, [id])
  if (said.claimant || said.saidOn || said.place || said.language) {
    await describeClaim(ctx, id, { ...said, seen: made?.detailsSeq })
  }
  if (figure) await setFigure(ctx, id, figure)
  if (verdict) await bringVerdict(ctx, id, verdict)
  return id
}

/** Attaches evidence with the team's source of the same address and title, or with a new one. */
async function attach(ctx: Context, claimId: string, fields: EvidenceFields): Promise<void> {
  const known = await sourcesOf(ctx.db, ctx.actor.teamId)
  const source = known.find(({ url, title }) => url === fields.url && title === fields.title)
  await attachEvidence(ctx, claimId, { ...fields, sourceId: source?.id ?? '' })
}
