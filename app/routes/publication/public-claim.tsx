import { ClaimPage } from '#app/components/publication/claim-page.tsx'
import { UnpublishedPage } from '#app/components/publication/plain-page.tsx'
import { published, type Asked, type Made } from '#app/http/published.server.ts'
import { publishedReview } from '#server/publication/feeds.ts'
import { isReadable, type PublicClaim } from '#server/publication/published.ts'
import { publicClaims } from '#server/publication/queries/public.ts'

/** A published claim for everybody: as a page, and below the same address with `.json` as a ClaimReview. */
export const loader = published(async (asked) => {
  const { slug = '', claim: file = '' } = asked.params
  const isData = file.endsWith('.json')
  const [claim] = await publicClaims(asked.db, asked.side, asked.now, {
    report: slug,
    claim: isData ? file.slice(0, -'.json'.length) : file,
  })
  if (!claim) return null
  return isData ? reviewOf(claim, asked) : pageOf(claim, asked)
})

function pageOf(claim: PublicClaim, { side: { team }, now, addresses }: Asked): Made {
  const url = addresses.claim(claim)
  if (!isReadable(claim)) {
    return { page: <UnpublishedPage team={team} url={url} unpublished={claim.unpublished} />, status: 410 }
  }
  const review = publishedReview(claim, { team, addresses, now: now.toISOString() })
  return { page: <ClaimPage team={team} url={url} claim={claim} review={review} /> }
}

/** Null for what has no ClaimReview, or none any more. */
function reviewOf(claim: PublicClaim, { side: { team }, now, addresses }: Asked): Made | null {
  const review = isReadable(claim) ? publishedReview(claim, { team, addresses, now: now.toISOString() }) : null
  return review && { text: `${JSON.stringify(review)}\n`, type: 'application/ld+json' }
}
