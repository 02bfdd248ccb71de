import type { MetaFunction } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import { HistoryPage } from '#app/components/history/history-page.tsx'
import { historyMessages } from '#app/components/history/messages.ts'
import { LegalHolds } from '#app/components/reports/legal-holds.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { proofOf } from './proof.server.ts'
import { timeline } from '#server/history/queries.ts'
import { reportTitle } from '#server/reports/queries.ts'
import { holdsOf } from '#server/reports/queries/holds.ts'
import { filtersOf } from './filters.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const reportId = params['id'] ?? ''
  const found = await timeline(ctx, { ...filtersOf(request), reportId })
  const proof = await proofOf(ctx, context, { type: 'report', id: reportId })
  const holds = await holdsOf(ctx, reportId)
  return { report: { id: reportId, title: await reportTitle(ctx, reportId) }, found, proof, holds }
})

export const meta: MetaFunction = () => [{ title: `${historyMessages.title} · Plumbline` }]

export default function ReportHistory() {
  const { report, found, proof, holds } = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  return (
    <HistoryPage
      title={historyMessages.ofReport(report.title)}
      back={{ to: paths.report(report.id), words: report.title }}
      timeline={found}
      chosen={Object.fromEntries(params)}
      proof={{ ...proof, address: paths.reportBundle(report.id) }}
      withClaims
      above={<LegalHolds reportId={report.id} holds={holds} />}
    />
  )
}
