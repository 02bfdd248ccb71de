import type { MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { Button, Group, Progress } from '@mantine/core'
import { StageChip } from '#app/components/claims/stage-chip.tsx'
import { teamMessages } from '#app/components/identity/messages.ts'
import { importMessages } from '#app/components/reports/import-messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { paths } from '#app/paths.ts'
import { can } from '#server/policy/can.ts'
import { reportList } from '#server/reports/queries.ts'

export const meta: MetaFunction = () => [{ title: 'Reports · Plumbline' }]

export const loader = loads(async ({ request, context }) => {
  const ctx = await signedIn(request, context)
  return { reports: await reportList(ctx), mayCreate: can(ctx.actor, 'report.create') }
})

export default function Home() {
  const { reports, mayCreate } = useLoaderData<typeof loader>()
  return (
    <div className="plain-page">
      <Group justify="space-between">
        <h1>Reports</h1>
        {mayCreate ? (
          <Group gap="sm">
            <Link to={paths.importReviews()}>{importMessages.link}</Link>
            <Button component={Link} to={paths.newReport()}>
              New report
            </Button>
          </Group>
        ) : (
          <span className="quiet">Only checkers and editors bring reports in.</span>
        )}
      </Group>
      <p>
        <Link to={paths.team()}>{teamMessages.link}</Link>
      </p>
      {reports.length === 0 && <p>No reports yet.{mayCreate && ' Bring one in: paste its text or choose a file.'}</p>}
      <ul className="report-list">
        {reports.map((report) => (
          <ReportItem key={report.id} report={report} />
        ))}
      </ul>
    </div>
  )
}

function ReportItem({ report }: { report: ReturnType<typeof useLoaderData<typeof loader>>['reports'][number] }) {
  const { id, title, publisher, stage, total, checked, disputed, unowned, outdated } = report
  const counts = [
    `${checked} of ${total} checked`,
    ...(unowned ? [`${unowned} unowned`] : []),
    ...(disputed ? [`${disputed} disputed`] : []),
    ...(outdated ? [`${outdated} to check: corrected or taken back in another report`] : []),
  ].join(' · ')
  return (
    <li>
      <Link to={paths.report(id)}>{title}</Link> <StageChip stage={stage} />
      <div className="quiet">
        {publisher && `${publisher} · `}
        {counts}
      </div>
      <Progress
        value={total ? (checked / total) * 100 : 0}
        size="sm"
        mt={6}
        aria-label={`${checked} of ${total} claims checked`}
      />
    </li>
  )
}
