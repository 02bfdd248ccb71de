import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { SettingsPage } from '#app/components/identity/settings-page.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { settingsView } from '#server/review/queries/settings.ts'

export const meta: MetaFunction = () => [{ title: 'Settings of the team · Plumbline' }]

export const loader = loads(async ({ request, context }) => settingsView(await signedIn(request, context)))

export default function Settings() {
  return <SettingsPage settings={useLoaderData<typeof loader>()} />
}
