import { ClaimPage } from '#app/components/publication/claim-page.tsx'
import { publicationMessages } from '#app/components/publication/messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { readersPage } from '#app/http/published.server.ts'
import { paths } from '#app/paths.ts'
import { previewOf } from '#server/publication/queries/preview.ts'

/** A claim as readers would see it if it were published now; for the team alone. */
export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const { team, claim } = await previewOf(ctx, params['id'] ?? '')
  const { address } = claim
  const url = new URL(paths.publicClaim(address.team, address.report, address.claim), context.accounts.origin).href
  const page = <ClaimPage team={team} url={url} claim={claim} review={null} notice={publicationMessages.preview} />
  return readersPage(page)
})
