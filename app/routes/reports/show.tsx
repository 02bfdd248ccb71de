import { useMemo } from 'react'
import type { MetaFunction } from '@remix-run/node'
import { useLoaderData, type ShouldRevalidateFunction } from '@remix-run/react'
import { Workspace } from '#app/components/reports/workspace.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { keptLoader } from '#app/http/kept-loader.ts'
import { assembled } from '#server/reports/assemble.ts'
import { workspaceData } from '#server/reports/queries/workspace.ts'
import type { WorkspaceData } from '#server/reports/workspace.ts'
import { newsOfReport } from './load-news.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  return workspaceData(ctx, params['id'] ?? '')
})

// Whoever is typing keeps their page when the server goes away for a moment.
export const clientLoader = keptLoader((data: WorkspaceData) => data.viewer, newsOfReport)

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.report.title ?? 'Report'} · Plumbline` },
]

// Opening another claim changes only the address: everything about it is already here.
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, defaultShouldRevalidate }) =>
  currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search ? false : defaultShouldRevalidate

export default function ReportPage() {
  const data = useLoaderData<typeof loader>()
  const view = useMemo(() => assembled(data), [data])
  return <Workspace key={view.report.id} view={view} />
}
