import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ReplayPage } from '#app/components/history/replay-page.tsx'
import { replayMessages } from '#app/components/history/replay-messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { replayOf } from '#server/history/queries/replay.ts'
import { seqIn } from './filters.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const asked = { at: seqIn(request, 'at'), from: seqIn(request, 'from') }
  return replayOf(ctx, context.keptPasts, params['id'] ?? '', asked)
})

export const meta: MetaFunction = () => [{ title: `${replayMessages.title} · Plumbline` }]

export default function ClaimReplay() {
  return <ReplayPage view={useLoaderData<typeof loader>()} />
}
