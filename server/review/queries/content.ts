import { createHash } from 'node:crypto'
import type { Database, Transaction } from '#db/client.ts'
import type { ClaimEvent } from '../../claims/claim.ts'
import type { Bound, StockOrFlow } from '../../claims/figure.ts'
import { claimsOf, isSeconded, numbersOf, partsOf, placeOf, publicityOf } from '../../claims/store.ts'
import { sourcesOf } from '../../evidence/store.ts'
import { eventOf } from '../../history/fold.ts'
import { deedsOf, textEditsOf } from '../../history/store.ts'
import { keptSourcesOf } from '../../history/store/erasure.ts'
import { teamRulesOf } from '../../identity/store.ts'
import { formText, type ClaimForm } from '../../publication/form.ts'
import { formOf } from '../../publication/form-of.ts'
import { writersOf } from '../../realtime/writers.ts'
import { relationViews } from '../../reports/relation-views.ts'
import { loadReport } from '../../reports/store.ts'
import { authorsOfParts } from '../authors.ts'
import { readRules, type RuleSubject } from '../rules.ts'
import { openThreadsOf } from '../store/threads.ts'

type Reader = Database | Transaction

/** A claim as readers would see it, and how it came to that. */
export interface Content extends Awaited<ReturnType<typeof publicityOf>> {
  readonly claim: Awaited<ReturnType<typeof claimsOf>>[number]
  readonly form: ClaimForm
  /** The canonical text of the form. */
  readonly text: string
  readonly hash: string
}

/** The content of a team's claim as it stands, or null when there is no such claim. */
export async function contentOf(db: Reader, teamId: string, claimId: string): Promise<Content | null> {
  const place = await placeOf(db, claimId)
  const report = place?.teamId === teamId && (await loadReport(db, teamId, place.reportId))
  if (!report) return null
  const [[claim], parts, sources, publicity] = await Promise.all([
    claimsOf(db, report.id, [claimId]),
    partsOf(db, [claimId]),
    sourcesOf(db, teamId),
    publicityOf(db, [claimId]),
  ])
  if (!claim) return null
  const known = new Map(sources.map((source) => [source.id, source]))
  const form = formOf({ claim, parts, corrections: publicity.corrections, sources: known, report })
  const text = formText(form)
  return { ...publicity, claim, form, text, hash: hashOf(text) }
}

/** The content hash of a form's text, as `contentHash` tells it, several times as fast. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Who the authors of a claim's content are (docs/decisions/007). Takes as long as its history is. */
export async function authorsOf(db: Reader, { claim, publications }: Content): Promise<string[]> {
  const subject = { type: 'claim', id: claim.id } as const
  const [deeds, edits] = await Promise.all([deedsOf(db, subject), textEditsOf(db, claim.id)])
  const kept = await keptSourcesOf(db, claim.id)
  const since = publications.at(-1)?.seq ?? 0
  const done = deeds.map((deed) => ({ event: eventOf<ClaimEvent>(deed), actor: deed.actor, seq: deed.seq }))
  const parts = authorsOfParts(done, since)
  const writers = writersOf(edits, kept, since)
  return [...new Set([...parts, ...writers])].toSorted()
}

/** What the team's rules look at besides the content, and what they demand. */
export async function demandsOn(db: Reader, teamId: string, { claim }: Content) {
  const [threads, seconded, brokenRelations, { settings }] = await Promise.all([
    openThreadsOf(db, [claim.id]),
    isSeconded(db, claim),
    brokenRelationsOf(db, claim.reportId, claim.id),
    teamRulesOf(db, teamId),
  ])
  const besides = { openThreads: threads.get(claim.id) ?? 0, isSeconded: seconded, brokenRelations }
  return { rules: readRules(settings), besides: besides satisfies Partial<RuleSubject> }
}

async function brokenRelationsOf(db: Reader, reportId: string, claimId: string): Promise<number> {
  const { figures, relations } = await numbersOf(db, reportId)
  const endsOf = (each: (typeof relations)[number]) => [each.claimId, ...each.parts]
  const own = relations.filter((each) => endsOf(each).includes(claimId))
  const rows = await claimsOf(db, reportId, [claimId, ...own.flatMap(endsOf)])
  const claims = rows.map(({ id, withdrawn }, index) => ({
    id,
    number: index + 1,
    withdrawn,
    figures: figures.flatMap(({ bound, stockOrFlow, ...rest }) =>
      rest.claimId === id ? [{ ...rest, bound: bound as Bound, stockOrFlow: stockOrFlow as StockOrFlow }] : [],
    ),
  }))
  return relationViews(claims, own).filter(({ holds }) => holds === 'no').length
}
