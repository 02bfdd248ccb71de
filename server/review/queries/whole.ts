import type { Database, Transaction } from '#db/client.ts'
import { isChecked, type Stage } from '../../claims/stage.ts'
import { claimsOf, partsOf, publicMarksOf } from '../../claims/store.ts'
import type { Rating } from '../../claims/verdict.ts'
import { sourcesOf } from '../../evidence/store.ts'
import { formText } from '../../publication/form.ts'
import { reportFormOf } from '../../publication/report-form.ts'
import { byClaim } from '../../reports/claim-data.ts'
import { listAuthorsOf, loadReport } from '../../reports/store.ts'
import { publicState, type PublicState } from '../public-state.ts'
import type { ClaimRow, SeenClaim, WholeContent } from '../whole-content.ts'
import { hashOf } from './content.ts'

/** A team's report as it stands, or null when there is no such report. */
export async function wholeOf(
  db: Database | Transaction,
  teamId: string,
  reportId: string,
): Promise<WholeContent | null> {
  const report = await loadReport(db, teamId, reportId)
  if (!report) return null
  const rows = (await claimsOf(db, reportId)).filter(({ withdrawn }) => !withdrawn)
  const shown = rows.filter(({ stage, returnNote }) => isChecked(stage as Stage) || returnNote !== '')
  const ids = shown.map(({ id }) => id)
  const [parts, publicity, sources, authors] = await Promise.all([
    partsOf(db, ids),
    publicMarksOf(db, ids),
    sourcesOf(db, teamId),
    listAuthorsOf(db, reportId),
  ])
  const known = new Map(sources.map((source) => [source.id, source]))
  const [partsOfOne, publicityOfOne] = [byClaim(parts), byClaim(publicity)]
  const seen = shown.map((claim): SeenClaim => {
    const [own, marks] = [partsOfOne(claim.id), publicityOfOne(claim.id)]
    const state = publicState({ claim, parts: own, publicity: marks, sources: known, report }, hashOf)
    const statement = own.texts[0]?.statement ?? ''
    const hash = state.approvedHash ?? (isAsPublished(claim, state) ? marks.publications.at(-1)?.hash : undefined)
    const rating = (claim.rating as Rating | null) ?? ''
    return { claim, statement, state, listed: hash === undefined ? null : { id: claim.id, statement, rating, hash } }
  })
  const form = reportFormOf(
    report,
    seen.flatMap(({ listed }) => listed ?? []),
  )
  const text = formText(form)
  return { report, rows, seen, authors, form, text, hash: hashOf(text) }
}

/** Whether readers have exactly what stands of a claim. */
const isAsPublished = ({ stage }: ClaimRow, { published }: PublicState): boolean =>
  stage === 'published' && published !== null && !published.differs
