import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { SettingsPage } from '#app/components/identity/settings-page.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { retentionView } from '#server/reports/queries/retention.ts'
import { settingsView } from '#server/review/queries/settings.ts'

export const meta: MetaFunction = () => [{ title: 'Settings of the team · Plumbline' }]

export const loader = loads(async ({ request, context }) => {
  const ctx = await signedIn(request, context)
  const [asked, retention] = await Promise.all([settingsView(ctx), retentionView(ctx)])
  return { asked, retention }
})

export default function Settings() {
  const { asked, retention } = useLoaderData<typeof loader>()
  return <SettingsPage settings={asked} retention={retention} />
}
