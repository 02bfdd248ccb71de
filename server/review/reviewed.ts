import type { Stage } from '../claims/stage.ts'
import { can, type Actor } from '../policy/can.ts'
import type { Role } from '../policy/roles.ts'
import type { Permission } from '../policy/rules.ts'
import { claimReviewProblems } from '../publication/claim-review-problems.ts'
import { readForm } from '../publication/form.ts'
import { isPublic, unpublishedCorrections } from '../publication/publication.ts'
import { hasReaders, readersOf } from '../publication/readers.ts'
import { reviewDraft, type ReviewFacts } from '../publication/review-draft.ts'
import { approvalsOf, stillCounting } from './approval.ts'
import type { Content, demandsOn } from './queries/content.ts'
import type { PublicationView, Returned, ReviewedClaim } from './review-view.ts'
import { findings } from './rules.ts'
import { whyNotReview } from './why-not.ts'

/** Where a report stands before readers, and whose page it is on. `path` is empty before anything of it was published. */
export interface Place {
  readonly path: string
  readonly publisher: string
  readonly homepage: string
  readonly correctionsUrl: string
}

/** Somebody of a team; one who left has no roles. */
export interface Member {
  readonly personId: string
  readonly name: string
  readonly roles: readonly Role[]
}

/** What is known of a claim that is looked at for a decision. */
interface Known {
  readonly number: number
  readonly content: Content
  readonly authors: readonly string[]
  readonly demands: Awaited<ReturnType<typeof demandsOn>>
  /** Everyone of the team, those who left with no roles. */
  readonly people: readonly Member[]
  /** Where the report stands before readers; null while the team has no page. */
  readonly place: Place | null
  /** What it was sent back with last, by whose id. */
  readonly returned: Returned | null
  /** Now, as ISO 8601 in UTC. */
  readonly now: string
}

/** A claim as its editors look at it. */
export function reviewedClaim(actor: Actor, known: Known): ReviewedClaim {
  const { content, authors, people, place, returned } = known
  const { claim, form, hash, publications, retractions } = content
  const nameOf = namer(people)
  const { situation, found, approvals } = situationOf(known)
  const [last, taken] = [content.approvals.at(-1), retractions.at(-1)]
  return {
    id: claim.id,
    number: known.number,
    stage: situation.stage,
    form,
    needed: situation.needed,
    findings: found,
    mayOverride: known.demands.besides.brokenRelations > 0 && known.demands.rules.relations.on,
    approvedLast: last ? { form: readForm(last.form), by: nameOf(last.by), at: last.at } : null,
    approvals: approvals.map(({ by, at }) => ({ by: nameOf(by), at })),
    authors: authors.map(nameOf),
    mayApprove: othersWhoMay(people, 'claim.approve', authors),
    mayApproveCorrected: othersWhoMay(people, 'claim.approve', [...authors, actor.personId]),
    whyNot: whyNotReview(actor, situation),
    returned: returned && { ...returned, by: nameOf(returned.by) },
    publications: publicationViews(known, nameOf),
    retraction: taken && !isPublic(content) ? { how: taken.how, note: taken.note, at: taken.at } : null,
    corrections: unpublishedCorrections(content).map(({ id, wrong, now, why, since }) => ({
      id,
      wrong,
      now,
      why,
      since,
    })),
    claimReview: place ? claimReviewProblems(reviewDraft(form, factsOf(known, place, approvals.length))) : [],
    hasPage: place !== null,
    differs: hasReaders(content) && publications.at(-1)?.hash !== hash,
  }
}

/** What a ClaimReview of it would say besides its form; where it will stand is the server's own affair. */
function factsOf(
  { content, now, demands }: Known,
  { publisher, homepage, correctionsUrl }: Place,
  approvals: number,
): ReviewFacts {
  const isApproved = approvals >= demands.rules.quorum.minimum
  return {
    url: `https://${ownHost}/`,
    host: ownHost,
    publishedAt: now,
    changedAt: now,
    correctedAt: content.form.corrections.map(() => now),
    publisher: { name: publisher, homepage, correctionsUrl },
    approval: isApproved ? 'standing' : content.approvals.length > 0 ? 'stale' : 'missing',
    carriedBy: [],
    onPage: 1,
    now,
  }
}

const ownHost = 'own'

/** The ids of those who may do this by their roles. */
export function thoseOf(people: readonly Member[], permission: Permission): string[] {
  return people.flatMap((each) => (can(each, permission) ? [each.personId] : []))
}

/** The names of those who may do this by their roles, and are not among these. */
export function othersWhoMay(
  people: readonly Member[],
  permission: Permission,
  without: readonly string[],
): readonly string[] {
  return people.flatMap((each) => (can(each, permission) && !without.includes(each.personId) ? [each.name] : []))
}

function situationOf({ content, authors, demands: { rules, besides }, people, place }: Known) {
  const { claim, form, hash } = content
  const given = approvalsOf({ submittedSeq: claim.submittedSeq, approvals: content.approvals }, hash)
  const approvals = stillCounting(given, { authors, editors: thoseOf(people, 'claim.approve') })
  const override = approvals.find((each) => each.override !== '')?.override ?? ''
  const subject = { form, ...besides, override, approvals: approvals.length }
  const found = findings(subject, rules, true)
  const missingOf = (all: typeof found) => all.flatMap(({ missing }) => missing ?? [])
  const situation = {
    stage: claim.stage as Stage,
    hash,
    isWithdrawn: claim.withdrawn,
    authors,
    approvedBy: approvals.map(({ by }) => by),
    needed: rules.quorum.minimum,
    missing: {
      // Whoever approves may say why relations that do not hold do not matter.
      approval: missingOf(findings({ ...subject, brokenRelations: 0 }, rules, false)),
      publication: missingOf(found),
    },
    published: content,
    hasPage: place !== null,
  }
  return { situation, found, approvals }
}

export type NameOf = (personId: string) => string

/** How people of a team are called, those who left too. */
export function namer(people: readonly { readonly personId: string; readonly name: string }[]): NameOf {
  const names = new Map(people.map(({ personId, name }) => [personId, name]))
  return (personId) => names.get(personId) ?? 'someone who left'
}

function publicationViews({ content, place, now }: Known, nameOf: NameOf): PublicationView[] {
  return content.publications.map((publication) => {
    const { number, by, at, visibleFrom, approvedBy, unsaved, note, slug } = publication
    return {
      number,
      by: nameOf(by),
      at,
      visibleFrom,
      readers: readersOf(publication, content, now),
      approvedBy: approvedBy.map(nameOf),
      unsaved: unsaved.map(nameOf),
      note,
      path: `${place?.path ?? ''}/${slug}`,
    }
  })
}
