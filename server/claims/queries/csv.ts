import type { Database, Transaction } from '#db/client.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { sourcesOf } from '../../evidence/store.ts'
import { teamRulesOf } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import { byClaim } from '../../reports/claim-data.ts'
import type { Span } from '../../reports/passage.ts'
import { loadReport } from '../../reports/store.ts'
import { readRules } from '../../review/rules.ts'
import type { CsvTarget, KnownClaim } from '../csv-known.ts'
import { isWithEditors, type Stage } from '../stage.ts'
import { claimIdsAt, claimsOf, partsOf } from '../store.ts'

/** The same for the page where it is done. */
export interface ImportTarget extends CsvTarget {
  readonly title: string
  /** The viewer might approve the report, and would be an author of its list. */
  readonly becomesAuthor: boolean
  /** The team asks for a second, blind verdict, which no verdict of a table is. */
  readonly asksForSecond: boolean
}

/**
 * A report as claims are brought into it from a table.
 * @throws {Problem} `forbidden`, `not-found`
 */
export async function importTarget(ctx: Context, reportId: string): Promise<ImportTarget> {
  if (!can(ctx.actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  const report = await loadReport(ctx.db, ctx.actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  const { title, edition, text, stage } = report
  const becomesAuthor = isWithEditors(stage as Stage) && can(ctx.actor, 'report.approve')
  const { settings } = await teamRulesOf(ctx.db, ctx.actor.teamId)
  const asksForSecond = readRules(settings).second.on
  return {
    title,
    edition,
    text,
    becomesAuthor,
    asksForSecond,
    claims: await knownClaims(ctx.db, ctx.actor.teamId, reportId),
  }
}

/** The live claims of a report, or those on some words of it, as far as a table is compared with them. */
export async function knownClaims(
  db: Database | Transaction,
  teamId: string,
  reportId: string,
  at?: Span & { readonly edition: number },
): Promise<KnownClaim[]> {
  const standing = (await claimsOf(db, reportId)).filter(({ withdrawn }) => !withdrawn)
  const numbers = new Map(standing.map(({ id }, index) => [id, index + 1]))
  const there = at && new Set(await claimIdsAt(db, reportId, at))
  const ids = [...numbers.keys()].filter((id) => !there || there.has(id))
  const [parts, sources] = await Promise.all([partsOf(db, ids), sourcesOf(db, teamId)])
  const sourceOf = new Map(sources.map(({ id, url, title }) => [id, { url, title }]))
  const partsOfOne = byClaim(parts)
  return ids.map((id) => {
    const { passages, evidence, texts } = partsOfOne(id)
    return {
      id,
      number: numbers.get(id) ?? 0,
      statement: texts[0]?.statement ?? '',
      passages: passages.map(({ edition, start, end }) => ({ edition, start, end })),
      evidence: evidence.map(({ sourceId, quote }) => {
        const { url = '', title = '' } = sourceOf.get(sourceId) ?? {}
        return { url, title, quote }
      }),
    }
  })
}
