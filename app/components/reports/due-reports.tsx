import { Link } from '@remix-run/react'
import { Textarea, TextInput } from '@mantine/core'
import type { AskedReport } from '#server/reports/queries/retention.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { When } from '../history/when.tsx'
import { retentionMessages as words } from './retention-messages.ts'

interface Props {
  readonly reports: readonly AskedReport[]
  readonly whyNot: string | null
}

/** The reports that the team's rule asks about: what is due, what a legal hold keeps, and what was put off by whom. */
export function DueReports({ reports, whyNot }: Props) {
  return (
    <>
      <h3 id="due-reports">{words.due}</h3>
      {reports.length === 0 && <p className="quiet">{words.nothingDue}</p>}
      {reports.length > 0 && (
        <p className="quiet">
          {words.erasing} <Link to={paths.teamHistory()}>{words.erase}</Link>
        </p>
      )}
      <ul className="member-list" aria-labelledby="due-reports">
        {reports.map((report) => (
          <DueReport key={report.id} report={report} whyNot={whyNot} />
        ))}
      </ul>
    </>
  )
}

function DueReport({ report, whyNot }: { report: AskedReport; whyNot: string | null }) {
  const { id, title, workedOn, dueOn, state, holds, decided } = report
  return (
    <li>
      <Link to={paths.reportHistory(id)}>
        <bdi>{title}</bdi>
      </Link>{' '}
      <span className="quiet">
        {words.worked(workedOn)}, {words.states[state](dueOn)}
      </span>
      {holds.map((reason) => (
        <p key={reason}>
          {words.hold}: <q dir="auto">{reason}</q>
        </p>
      ))}
      {decided && (
        <p>
          <Decided decided={decided} />
        </p>
      )}
      {whyNot === null && (
        <details>
          <summary>{words.decide(title)}</summary>
          <DecisionForm report={report} deed="keep" />
          <DecisionForm report={report} deed="review" />
        </details>
      )}
    </li>
  )
}

function Decided({ decided: { until, by, at, reason } }: { decided: NonNullable<AskedReport['decided']> }) {
  return (
    <>
      {until ? words.kept(by, until) : words.reviewed(by)} <When at={at} />: <q dir="auto">{reason}</q>
    </>
  )
}

function DecisionForm({ report: { id, decided }, deed }: { report: AskedReport; deed: 'keep' | 'review' }) {
  return (
    <DeedForm
      action={paths.reportRetention(id)}
      intent={`retention.${deed}`}
      label={words[deed]}
      submit={words[deed]}
      values={{ until: '', reason: '' }}
      seen={decided?.seq ?? 0}
      standing={decided && <Decided decided={decided} />}
    >
      {({ values, errors }) => (
        <>
          {deed === 'review' && <p className="quiet">{words.reviewHint}</p>}
          {deed === 'keep' && (
            <TextInput
              name="until"
              type="date"
              label={words.until}
              description={words.untilHint}
              maw="14rem"
              defaultValue={values.until}
              error={errors['until']}
            />
          )}
          <Reason value={values.reason} error={errors['reason']} />
        </>
      )}
    </DeedForm>
  )
}

/** Why the rule is as it is, or something was decided by it. */
export function Reason({ value, error }: { value: string; error: string | undefined }) {
  return (
    <Textarea name="reason" label={words.reason} autosize minRows={2} maw="40rem" defaultValue={value} error={error} />
  )
}
