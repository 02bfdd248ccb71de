import { paths } from '#app/paths.ts'
import type { MetaFunction } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import { HistoryPage } from '#app/components/history/history-page.tsx'
import { historyMessages } from '#app/components/history/messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { proofOf } from './proof.server.ts'
import { timeline } from '#server/history/queries.ts'
import { filtersOf } from './filters.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const claimId = params['id'] ?? ''
  return {
    found: await timeline(ctx, { ...filtersOf(request), claimId }),
    proof: await proofOf(ctx, context, { type: 'claim', id: claimId }),
    claimId,
  }
})

export const meta: MetaFunction = () => [{ title: `${historyMessages.title} · Plumbline` }]

export default function ClaimHistory() {
  const { found, proof, claimId } = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  const [claim] = found.claims
  return (
    <HistoryPage
      title={claim ? historyMessages.ofClaim(claim.number, claim.statement) : historyMessages.title}
      {...(claim &&
        found.reportId && { back: { to: paths.report(found.reportId, claim.id), words: historyMessages.backToClaim } })}
      timeline={found}
      chosen={Object.fromEntries(params)}
      claimId={claimId}
      proof={{ ...proof, address: paths.claimBundle(claimId) }}
    />
  )
}
