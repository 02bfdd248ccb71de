import type { MetaFunction } from '@remix-run/node'
import { useLoaderData, type ShouldRevalidateFunction } from '@remix-run/react'
import { Workspace } from '#app/components/reports/workspace.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { keptLoader } from '#app/http/kept-loader.ts'
import type { WorkspaceView } from '#server/reports/workspace.ts'
import { workspaceView } from '#server/reports/queries.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  return workspaceView(ctx, params['id'] ?? '')
})

// Whoever is typing keeps their page when the server goes away for a moment.
export const clientLoader = keptLoader((view: WorkspaceView) => view.viewer)

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.report.title ?? 'Report'} · Plumbline` },
]

// Opening another claim changes only the address: everything about it is already here.
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, defaultShouldRevalidate }) =>
  currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search ? false : defaultShouldRevalidate

export default function ReportPage() {
  const view = useLoaderData<typeof loader>()
  return <Workspace key={view.report.id} view={view} />
}
