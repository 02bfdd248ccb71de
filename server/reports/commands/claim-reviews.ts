import { createHash } from 'node:crypto'
import { firstStatement } from '../../claims/commands.ts'
import { claims, lastPosition } from '../../claims/store.ts'
import type { Rating } from '../../claims/verdict.ts'
import type { Context } from '../../context.ts'
import { asProblem, Problem } from '../../errors.ts'
import { sourceAt, sources } from '../../evidence/store.ts'
import { change, record } from '../../history/commands.ts'
import { parse } from '../../inputs.ts'
import { can } from '../../policy/can.ts'
import { identityOf, ratingKey } from '../claim-review/identity.ts'
import { importedDeeds, isImportable, reportAbout, reportText, sentenceAt, sourceOf } from '../claim-review/import.ts'
import { isSameObject } from '../claim-review/json.ts'
import { readClaimReviews, type ClaimReview } from '../claim-review/read.ts'
import { createReport } from '../commands.ts'
import { importedReviewId } from '../imported-review.ts'
import { chosenReviewsInput, reviewFileInput, reviewsInput } from '../inputs.ts'
import { importedReviews, importedUnder, loadReport } from '../store.ts'

/** How a review stands to what the team imported: not there, there as it is, or there and changed since. */
export interface Known {
  readonly state: 'new' | 'imported' | 'changed'
  readonly reportId: string
  readonly claimId: string
}

/** What became of one review: a claim was made, it was there already, or why not in a sentence. */
export type Outcome =
  | { readonly state: 'made' | 'imported' | 'changed'; readonly claimId: string }
  | { readonly state: 'refused'; readonly message: string }

/** Says of each review in a file, in its order, whether the team imported it already. Changes nothing. */
export async function lookAtReviews(ctx: Context, _id: string, input: unknown): Promise<{ known: readonly Known[] }> {
  expectImporter(ctx)
  const { source, base } = parse(reviewFileInput, input)
  return { known: await knownOf(ctx, readClaimReviews(source, base).reviews) }
}

/**
 * Makes the report whose text is the statements of the chosen reviews, without those that were imported before; says in
 * which paragraph each stands. Its claims are then made by `importReviews`.
 */
export async function beginImport(
  ctx: Context,
  _id: string,
  input: unknown,
): Promise<{ id: string; places: readonly { readonly review: number; readonly paragraph: number }[] }> {
  expectImporter(ctx)
  const { source, base, chosen } = parse(chosenReviewsInput, input)
  const { reviews } = readClaimReviews(source, base)
  const known = await knownOf(ctx, reviews)
  const isWanted = (review: ClaimReview, index: number) =>
    chosen.includes(index) && known[index]?.state === 'new' && isImportable(review)
  const wanted = reviews.flatMap((review, index) => (isWanted(review, index) ? [{ review, index }] : []))
  if (wanted.length === 0) throw new Problem('invalid', 'None of these reviews is left to import.')
  const all = wanted.map(({ review }) => review)
  const about = reportAbout(all, dayInWords(ctx.now()))
  const { id } = await createReport(ctx, { ...about, sourceUrl: base, text: reportText(all) })
  return { id, places: wanted.map(({ index }, paragraph) => ({ review: index, paragraph })) }
}

/**
 * Makes the claims of some reviews in the report of their import, each with its source, its verdict where a person said
 * what the rating means, and the review as it was, all in one transaction for each. What is there already is left.
 */
export async function importReviews(
  ctx: Context,
  _id: string,
  input: unknown,
): Promise<{ outcomes: readonly Outcome[] }> {
  expectImporter(ctx)
  const { reportId, base, reviews, ratings } = parse(reviewsInput, input)
  const report = await loadReport(ctx.db, ctx.actor.teamId, reportId)
  if (!report) throw new Problem('not-found', 'This report does not exist.')
  const means = new Map(ratings)
  const outcomes: Outcome[] = []
  for (const each of reviews) {
    outcomes.push(await importOne(ctx, { ...each, base, report, means }).catch(refusedWith))
  }
  return { outcomes }
}

const unknown = 'This is no ClaimReview of which a claim can be made here. Read the file again.'

/** One refused review leaves the others; what concerns them all does not. */
function refusedWith(error: unknown): Outcome {
  const problem = asProblem(error)
  if (problem?.id === 'invalid') return { state: 'refused', message: problem.message }
  throw error
}

interface One {
  readonly raw: string
  readonly paragraph: number
  readonly base: string
  readonly report: { readonly id: string; readonly text: string; readonly edition: number }
  readonly means: ReadonlyMap<string, Rating>
}

async function importOne(ctx: Context, { raw, paragraph, base, report, means }: One): Promise<Outcome> {
  const [review] = readClaimReviews(raw, base).reviews
  if (review?.raw !== raw || !raw.isWellFormed()) throw new Problem('invalid', unknown)
  const [known] = await knownOf(ctx, [review])
  if (known && known.state !== 'new') return { state: known.state, claimId: known.claimId }
  const sentence = sentenceAt(report.text, paragraph, review)
  if (!sentence) throw new Problem('invalid', unknown)
  const { teamId } = ctx.actor
  const [claimId, key, source] = [ctx.newId(), keyOf(review), sourceOf(review)]
  const standing = source && (await sourceAt(ctx.db, teamId, source.url))
  const sourceId = standing?.id ?? ctx.newId()
  const deeds = importedDeeds(review, {
    reportId: report.id,
    position: (await lastPosition(ctx.db, report.id)) + 1,
    passage: { id: ctx.newId(), edition: report.edition, ...sentence },
    evidence: source && { id: ctx.newId(), sourceId },
    rating: means.get(ratingKey(review)) ?? null,
  })
  const deviations = review.deviations.map(({ id, field }) => `${id} ${field}`)
  const kept = { key, reportId: report.id, claimId, raw, base, deviations }
  await record(
    ctx,
    ...(source && !standing ? [change(sources, sourceId, { kind: 'source.add', source })] : []),
    change(claims, claimId, { kind: 'claim.import', deeds }),
    firstStatement(ctx, claimId, review.claimReviewed),
    change(importedReviews, importedReviewId(teamId, key), { kind: 'review.import', ...kept }),
  )
  return { state: 'made', claimId }
}

async function knownOf(ctx: Context, reviews: readonly ClaimReview[]): Promise<Known[]> {
  const keys = reviews.map(keyOf)
  const known = await importedUnder(ctx.db, ctx.actor.teamId, keys)
  return reviews.map(({ raw }, index) => {
    const standing = known.get(keys[index] ?? '')
    if (!standing) return { state: 'new', reportId: '', claimId: '' }
    const { reportId, claimId } = standing
    return { state: isSameObject(standing.raw, raw) ? 'imported' : 'changed', reportId, claimId }
  })
}

const keyOf = (review: ClaimReview): string => createHash('sha256').update(identityOf(review)).digest('hex')

function dayInWords(now: Date): string {
  return now.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
}

function expectImporter({ actor }: Context): void {
  if (can(actor, 'review.import') && can(actor, 'report.create')) return
  throw new Problem('forbidden', 'Your role in this team does not allow this.')
}
