import { stageNames, type Stage } from '../claims/stage.ts'
import type { Actor } from '../policy/can.ts'
import { namedRefusal } from '../publication/named.ts'
import { isPublic } from '../publication/publication.ts'
import { readersOf } from '../publication/readers.ts'
import { isEverShown, readReportForm } from '../publication/report-form.ts'
import type { wholeRowsOf } from '../reports/store.ts'
import { approvalsOf, stillCounting } from './approval.ts'
import type { MissingClaim, PublicationView, Returned, ReviewedReport } from './review-view.ts'
import { namer, othersWhoMay, thoseOf, type Member, type NameOf } from './reviewed.ts'
import { authorIdsOf, isUnpublished, unpublishedOf, type SeenClaim, type WholeContent } from './whole-content.ts'
import { whyNotReport } from './why-not-report.ts'

/** What is known of a report that is looked at for a decision. */
interface Known {
  readonly content: WholeContent
  readonly rows: Awaited<ReturnType<typeof wholeRowsOf>>
  /** Everyone of the team, those who left with no roles. */
  readonly people: readonly Member[]
  /** Of how many editors it needs the approval. */
  readonly needed: number
  /** Where it stands before readers: empty before anything of it was published, null while the team has no page. */
  readonly path: string | null
  /** What it was sent back with last, by whose id. */
  readonly returned: Returned | null
  /** Its claims of which readers have something, or will have. */
  readonly everSeen: ReadonlySet<string>
  /** The statements of all of its claims that no editor has seen. */
  readonly statements: ReadonlyMap<string, string>
  /** Now, as ISO 8601 in UTC. */
  readonly now: string
}

type KnownApprovals = Pick<Known, 'content' | 'rows' | 'people'>

/** A report as a whole as its editors look at it. */
export function reviewedReport(actor: Actor, known: Known): ReviewedReport {
  const { content, rows, people, needed, path, returned } = known
  const { report, form } = content
  const nameOf = namer(people)
  const stage = report.stage as Stage
  const authors = authorIdsOf(content)
  const approvals = standingApprovals(known)
  const [last, taken] = [rows.publications.at(-1), rows.retractions.at(-1)]
  const situation = {
    stage,
    hash: content.hash,
    authors,
    claims: form.claims.length,
    unpublished: unpublishedOf(content).length,
    whyNotPublishIt: whyNotPublishOne(content),
    approvedBy: approvals.map(({ by }) => by),
    needed,
    published: rows,
    hasPage: path !== null,
  }
  return {
    stage,
    form,
    isStale: changedSince(known).isStale,
    approvals: approvals.map(({ by, at }) => ({ by: nameOf(by), at })),
    needed,
    authors: content.authors.map(({ personId, deeds }) => ({ name: nameOf(personId), deeds })),
    mayApprove: othersWhoMay(people, 'report.approve', authors),
    whyNot: whyNotReport(actor, situation),
    submittedBy: report.submittedBy && nameOf(report.submittedBy),
    returned: returned && { ...returned, by: nameOf(returned.by) },
    publications: publicationViews(known, nameOf),
    publishedLast: last ? readReportForm(last.form) : null,
    retraction: taken && !isPublic(rows) ? { note: taken.note, at: taken.at } : null,
    missing: missingOf(known),
  }
}

function publicationViews({ rows, path, everSeen, now }: Known, nameOf: NameOf): PublicationView[] {
  return rows.publications.map((publication) => {
    const { number, by, at, visibleFrom, approvedBy, form } = publication
    const names = { by: nameOf(by), approvedBy: approvedBy.map(nameOf), unsaved: [], note: '' }
    const readers = isEverShown(form, everSeen) ? readersOf(publication, rows, now) : 'never'
    return { number, at, visibleFrom, readers, path: path ?? '', ...names }
  })
}

/** Why a claim of the list that readers do not have in this form cannot be published, naming it; null where each can. */
function whyNotPublishOne({ seen }: WholeContent): string | null {
  const one = seen.find((each) => isUnpublished(each) && each.whyNotPublish !== null)
  return one ? namedRefusal(one.statement, one.whyNotPublish ?? '') : null
}

/** The approvals of exactly what stands of a report that count. */
function standingApprovals({ content, rows: { approvals }, people }: KnownApprovals) {
  const { submittedSeq } = content.report
  const given = approvalsOf({ submittedSeq, approvals }, content.hash)
  return stillCounting(given, { authors: authorIdsOf(content), editors: thoseOf(people, 'report.approve') })
}

/** Whether the list of a report was approved, or was published, and is not what it was then any more. */
export function changedSince(known: KnownApprovals): { isStale: boolean; differs: boolean } {
  const { content, rows } = known
  const { stage } = content.report
  return {
    isStale: stage === 'approved' && standingApprovals(known).length === 0,
    differs: stage === 'published' && rows.publications.at(-1)?.hash !== content.hash,
  }
}

function missingOf({ content, statements }: Known): MissingClaim[] {
  const seen = new Map(content.seen.map((each) => [each.claim.id, each]))
  return content.rows.flatMap(({ id, stage }, index) => {
    const known = seen.get(id)
    if (known?.listed) return []
    const statement = known?.statement ?? statements.get(id) ?? ''
    return [{ id, number: index + 1, statement, why: whyMissing(stage as Stage, known) }]
  })
}

function whyMissing(stage: Stage, known: SeenClaim | undefined): string {
  if (known?.state.isStale) return 'It changed since it was approved.'
  if (stage === 'published') return 'It changed since it was published.'
  return stage === 'checking' ? 'It is being checked.' : `It is ${stageNames[stage]}.`
}
