import type { MetaFunction } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import { HistoryPage } from '#app/components/history/history-page.tsx'
import { historyMessages } from '#app/components/history/messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { timeline } from '#server/history/queries.ts'
import { filtersOf } from './filters.ts'

export const loader = loads(async ({ request, context }) =>
  timeline(await signedIn(request, context), { ...filtersOf(request), ofTeam: true }),
)

export const meta: MetaFunction = () => [{ title: `${historyMessages.ofTeam} · Plumbline` }]

export default function TeamHistory() {
  const found = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  return (
    <HistoryPage
      title={historyMessages.ofTeam}
      back={{ to: paths.team(), words: historyMessages.backToTeam }}
      timeline={found}
      chosen={Object.fromEntries(params)}
    />
  )
}
