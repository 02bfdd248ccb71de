import type { MetaFunction } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import { Erasure } from '#app/components/history/erasure.tsx'
import { HistoryPage } from '#app/components/history/history-page.tsx'
import { historyMessages } from '#app/components/history/messages.ts'
import { SignedUpTo } from '#app/components/history/signed-up-to.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { erasureView } from '#server/history/queries/erasure.ts'
import { signedView } from '#server/history/queries/signed.ts'
import { timeline } from '#server/history/queries.ts'
import { proofOf } from './proof.server.ts'
import { filtersOf } from './filters.ts'

export const loader = loads(async ({ request, context }) => {
  const ctx = await signedIn(request, context)
  const { teamId } = ctx.actor
  const [found, signed, proof, erasure] = await Promise.all([
    timeline(ctx, { ...filtersOf(request), ofTeam: true }),
    signedView(ctx, context.signing),
    proofOf(ctx, context, { type: 'team', id: teamId }),
    erasureView(ctx),
  ])
  return { found, signed, proof, erasure, teamId }
})

export const meta: MetaFunction = () => [{ title: `${historyMessages.ofTeam} · Plumbline` }]

export default function TeamHistory() {
  const { found, signed, proof, erasure, teamId } = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  return (
    <HistoryPage
      title={historyMessages.ofTeam}
      back={{ to: paths.team(), words: historyMessages.backToTeam }}
      timeline={found}
      chosen={Object.fromEntries(params)}
      proof={{ ...proof, address: paths.teamBundle(teamId) }}
      above={
        <>
          <SignedUpTo signed={signed} teamId={teamId} />
          {erasure && <Erasure open={erasure.open} />}
        </>
      }
    />
  )
}
