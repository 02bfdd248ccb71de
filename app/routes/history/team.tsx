import { json, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import { Erasure } from '#app/components/history/erasure.tsx'
import { HistoryPage } from '#app/components/history/history-page.tsx'
import { historyMessages } from '#app/components/history/messages.ts'
import { SignedUpTo } from '#app/components/history/signed-up-to.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { erasureView } from '#server/history/queries/erasure.ts'
import { signedView } from '#server/history/queries/signed.ts'
import { proofOf } from './proof.server.ts'
import { timelineFor } from './timeline.server.ts'

export const loader = loads(async ({ request, context }) => {
  const ctx = await signedIn(request, context)
  const { teamId } = ctx.actor
  const [{ found, plot, wrong, status }, signed, proof, erasure] = await Promise.all([
    timelineFor(ctx, { request, context }, { ofTeam: true }),
    signedView(ctx, context.signing),
    proofOf(ctx, context, { type: 'team', id: teamId }),
    erasureView(ctx),
  ])
  return json({ found, plot, wrong, signed, proof, erasure, teamId }, { status })
})

export const meta: MetaFunction = () => [{ title: `${historyMessages.ofTeam} · Plumbline` }]

export default function TeamHistory() {
  const { found, plot, wrong, signed, proof, erasure, teamId } = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  const person = found.people.find(({ id }) => id === params.get('person'))
  return (
    <HistoryPage
      title={person ? historyMessages.ofPerson(person.name) : historyMessages.ofTeam}
      back={{ to: paths.team(), words: historyMessages.backToTeam }}
      timeline={found}
      plot={plot}
      chosen={Object.fromEntries(params)}
      wrong={wrong}
      proof={proof}
      withReports
      above={
        <>
          <SignedUpTo signed={signed} teamId={teamId} />
          {erasure && <Erasure erasures={erasure} />}
        </>
      }
    />
  )
}
