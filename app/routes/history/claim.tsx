import { paths } from '#app/paths.ts'
import { json, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import { ErasedHere } from '#app/components/history/erased-here.tsx'
import { HistoryPage } from '#app/components/history/history-page.tsx'
import { historyMessages } from '#app/components/history/messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { erasedHere } from '#server/history/queries/erased.ts'
import { proofOf } from './proof.server.ts'
import { timelineFor } from './timeline.server.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const claimId = params['id'] ?? ''
  const { found, plot, wrong, status } = await timelineFor(ctx, { request, context }, { claimId })
  const [proof, erased] = await Promise.all([
    proofOf(ctx, context, { type: 'claim', id: claimId }),
    erasedHere(ctx, { claimId }),
  ])
  return json({ found, plot, wrong, proof, erased, claimId }, { status })
})

export const meta: MetaFunction = () => [{ title: `${historyMessages.title} · Plumbline` }]

export default function ClaimHistory() {
  const { found, plot, wrong, proof, erased, claimId } = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  const [claim] = found.claims
  return (
    <HistoryPage
      title={claim ? historyMessages.ofClaim(claim.number, claim.statement) : historyMessages.title}
      {...(claim &&
        found.reportId && { back: { to: paths.report(found.reportId, claim.id), words: historyMessages.backToClaim } })}
      timeline={found}
      plot={plot}
      chosen={Object.fromEntries(params)}
      wrong={wrong}
      claimId={claimId}
      proof={proof}
      above={<ErasedHere erased={erased} />}
    />
  )
}
