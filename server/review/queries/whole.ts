import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#db/client.ts'
import { claim as claims } from '#db/schema/claims.ts'
import { entry } from '#db/schema/history.ts'
import { isChecked, type Stage } from '../../claims/stage.ts'
import { claimsOf, partsOf, publicMarksOf } from '../../claims/store.ts'
import type { Rating } from '../../claims/verdict.ts'
import { sourcesOf } from '../../evidence/store.ts'
import { formText } from '../../publication/form.ts'
import { whyNotPublishForm } from '../../publication/publication.ts'
import { reportFormOf, type ListedClaim } from '../../publication/report-form.ts'
import { byClaim } from '../../reports/claim-data.ts'
import { headOf, lockHead } from '../../history/store.ts'
import { thoseWhoMay } from '../../identity/store.ts'
import { listAuthorsOf, loadReport } from '../../reports/store.ts'
import { approvalsOf, stillCounting } from '../approval.ts'
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
  const [parts, publicity, sources, editors] = await Promise.all([
    partsOf(db, ids),
    publicMarksOf(db, ids),
    sourcesOf(db, teamId),
    thoseWhoMay(db, teamId, 'claim.approve'),
  ])
  const known = new Map(sources.map((source) => [source.id, source]))
  const [partsOfOne, publicityOfOne] = [byClaim(parts), byClaim(publicity)]
  const seen = shown.map((claim): SeenClaim => {
    const [own, marks] = [partsOfOne(claim.id), publicityOfOne(claim.id)]
    const state = publicState({ claim, parts: own, publicity: marks, sources: known, report }, hashOf)
    const statement = own.texts[0]?.statement ?? ''
    const hash = state.approvedHash ?? (isAsPublished(claim, state) ? marks.publications.at(-1)?.hash : undefined)
    const rating = (claim.rating as Rating | null) ?? ''
    const listed: ListedClaim | null = hash === undefined ? null : { id: claim.id, statement, rating, hash }
    return { claim, statement, state, whyNotPublish: whyNotPublish({ claim, state, marks, editors }), listed }
  })
  const form = reportFormOf(
    report,
    seen.flatMap(({ listed }) => listed ?? []),
  )
  const text = formText(form)
  const authors = await listAuthorsOf(db, reportId, text)
  return { report, rows, seen, authors, form, text, hash: hashOf(text) }
}

/**
 * The same for whoever appends to the history next: from here on nothing of it can change in this transaction. To read a
 * report takes as long as it has claims, and the whole team must not wait for it: it is read before the lock of the head is
 * taken, and anew behind it if anything was recorded meanwhile but of the claims of other reports.
 */
export async function wholeBehindHead(
  tx: Transaction,
  { teamId, reportId, now }: { readonly teamId: string; readonly reportId: string; readonly now: Date },
): Promise<WholeContent | null> {
  const seq = await headOf(tx, teamId)
  const read = await wholeOf(tx, teamId, reportId)
  await lockHead(tx, teamId, now)
  const [since] = await tx.execute(sql`
    select 1 from ${entry} e where e.team_id = ${teamId} and e.seq > ${seq} and not (e.subject_type = 'claim' and exists (
      select 1 from ${claims} c where c.id = e.subject_id and c.report_id <> ${reportId})) limit 1`)
  return since ? wholeOf(tx, teamId, reportId) : read
}

interface Approved extends Pick<SeenClaim, 'claim' | 'state'> {
  readonly marks: Awaited<ReturnType<typeof publicMarksOf>>
  readonly editors: readonly string[]
}

/** As far as it is told without the authors of each: to know those takes as long as histories are. */
function whyNotPublish({ claim, state: { approvedHash }, marks, editors }: Approved): string | null {
  if (approvedHash === null) return null
  const { submittedSeq } = claim
  const given = approvalsOf({ submittedSeq, approvals: marks.approvals }, approvedHash)
  const isByEditors = stillCounting(given, { editors, authors: [] }).length > 0
  return isByEditors ? whyNotPublishForm(marks, approvedHash) : approvedByNone
}

const approvedByNone = 'Whoever approved it is no editor any more. It needs a new approval.'

/** Whether readers have exactly what stands of a claim. */
const isAsPublished = ({ stage }: ClaimRow, { published }: PublicState): boolean =>
  stage === 'published' && published !== null && !published.differs
