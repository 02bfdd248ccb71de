import { json, type MetaFunction } from '@remix-run/node'
import { useLoaderData, useSearchParams } from '@remix-run/react'
import { ErasedHere } from '#app/components/history/erased-here.tsx'
import { HistoryPage } from '#app/components/history/history-page.tsx'
import { historyMessages } from '#app/components/history/messages.ts'
import { LegalHolds } from '#app/components/reports/legal-holds.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { erasedHere } from '#server/history/queries/erased.ts'
import { proofOf } from './proof.server.ts'
import { reportTitle } from '#server/reports/queries.ts'
import { holdsOf } from '#server/reports/queries/holds.ts'
import { timelineFor } from './timeline.server.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const reportId = params['id'] ?? ''
  const { found, plot, wrong, status } = await timelineFor(ctx, { request, context }, { reportId })
  const [proof, holds, erased] = await Promise.all([
    proofOf(ctx, context, { type: 'report', id: reportId }),
    holdsOf(ctx, reportId),
    erasedHere(ctx, { reportId }),
  ])
  const report = { id: reportId, title: await reportTitle(ctx, reportId) }
  return json({ report, found, plot, wrong, proof, holds, erased }, { status })
})

export const meta: MetaFunction = () => [{ title: `${historyMessages.title} · Plumbline` }]

export default function ReportHistory() {
  const { report, found, plot, wrong, proof, holds, erased } = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  return (
    <HistoryPage
      title={historyMessages.ofReport(report.title)}
      back={{ to: paths.report(report.id), words: report.title }}
      timeline={found}
      plot={plot}
      chosen={Object.fromEntries(params)}
      wrong={wrong}
      proof={proof}
      withClaims
      above={
        <>
          <ErasedHere erased={erased} />
          <LegalHolds reportId={report.id} holds={holds} />
        </>
      }
    />
  )
}
