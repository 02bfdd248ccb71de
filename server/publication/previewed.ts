import { readForm, type ClaimForm, type CorrectionForm } from './form.ts'
import { isPublic, type Publication, type Retraction } from './publication.ts'
import type { PublishedClaim } from './published.ts'
import { readersOf, type Signing } from './readers.ts'

interface Standing {
  readonly form: ClaimForm
  readonly hash: string
  readonly publications: readonly (Publication & Signing)[]
  readonly retractions: readonly Retraction[]
}

/**
 * What readers see of a form besides its words, as `queries/public.ts` tells it of what was published: if it was published
 * now, or from the time on for which exactly this is published already.
 */
export function previewed(
  { form, hash, publications, retractions }: Standing,
  now: string,
): Pick<PublishedClaim, 'form' | 'number' | 'publishedAt' | 'changedAt' | 'correctedAt'> {
  const told = { publications, retractions }
  const last = publications.at(-1)
  const own = last?.hash === hash && isPublic(told) ? last : null
  const seen = publications.filter((each) => each !== own && readersOf(each, told, now) === 'seen')
  const changedAt = own?.visibleFrom ?? now
  const first = seen[0]
  const since = (correction: CorrectionForm) =>
    seen.find(({ form: text }) => readForm(text).corrections.some((each) => isSame(each, correction)))
  // What was corrected before readers saw anything, they are not told.
  const corrections = first ? form.corrections.filter((each) => since(each) !== first) : []
  return {
    form: { ...form, corrections },
    number: seen.length + 1,
    publishedAt: first?.visibleFrom ?? changedAt,
    changedAt,
    correctedAt: corrections.map((each) => since(each)?.visibleFrom ?? changedAt),
  }
}

const isSame = (one: CorrectionForm, other: CorrectionForm): boolean =>
  one.wrong === other.wrong && one.now === other.now && one.why === other.why && one.since === other.since
