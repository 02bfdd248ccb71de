import { Group, NativeSelect, TextInput } from '@mantine/core'
import { keptForWords } from '#server/reports/retention.ts'
import type { RetentionRule, RetentionView } from '#server/reports/queries/retention.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { formMessages } from '../forms/messages.ts'
import { When } from '../history/when.tsx'
import { DueReports, Reason } from './due-reports.tsx'
import { retentionMessages as words } from './retention-messages.ts'

/** For how long the team keeps what it worked with, and which reports an editor must look at by that. */
export function Retention({ retention: { rule, reports, whyNot } }: { retention: RetentionView }) {
  return (
    <section aria-labelledby="retention">
      <h2 id="retention">{words.title}</h2>
      <p className="quiet">{words.means}</p>
      <p>
        {rule && rule.months > 0 ? words.standing(keptForWords(rule.months)) : words.none}{' '}
        {rule && (
          <>
            {words.setBy(rule.by)} <When at={rule.at} />: <q dir="auto">{rule.reason}</q>
          </>
        )}
      </p>
      <RuleForm rule={rule} readOnly={whyNot ?? undefined} />
      {reports && <DueReports reports={reports} whyNot={whyNot} />}
    </section>
  )
}

function RuleForm({ rule, readOnly }: { rule: RetentionRule | null; readOnly: string | undefined }) {
  return (
    <DeedForm
      action={paths.settingsDeeds()}
      intent="team.retention"
      label={words.form}
      submit={words.save}
      values={{ amount: rule?.amount ?? '', unit: rule?.unit ?? 'months', reason: '' }}
      seen={rule?.seq ?? 0}
      readOnly={readOnly}
      savedWords={formMessages.saved}
      standing={rule && keptForWords(rule.months)}
    >
      {({ values, errors }) => (
        <>
          <Group gap="sm" align="start">
            <TextInput
              name="amount"
              inputMode="numeric"
              label={words.amount}
              description={words.amountHint}
              maw="10rem"
              defaultValue={values.amount}
              error={errors['amount']}
            />
            <NativeSelect
              name="unit"
              label={words.unit}
              description={'\u00A0'}
              data={Object.entries(words.units).map(([value, label]) => ({ value, label }))}
              defaultValue={values.unit}
              error={errors['unit']}
            />
          </Group>
          <Reason value={values.reason} error={errors['reason']} />
        </>
      )}
    </DeedForm>
  )
}
