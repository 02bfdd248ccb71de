import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { TeamPage } from '#app/components/identity/team-page.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { teamView } from '#server/identity/queries.ts'

export const meta: MetaFunction = () => [{ title: 'Team · Plumbline' }]

export const loader = loads(async ({ request, context }) => teamView(await signedIn(request, context)))

export default function Team() {
  return <TeamPage team={useLoaderData<typeof loader>()} />
}
