import { NativeSelect, Text, Textarea } from '@mantine/core'
import { inQuotes } from '#server/claims/in-quotes.ts'
import { paths } from '#app/paths.ts'
import { isOpen } from '#server/review/change-views.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { changeMessages as messages } from './messages.ts'
import type { Asking } from './use-changes-pane.ts'
import styles from './changes.module.css'

/** The form that asks for other words in place of the chosen ones. */
export function ChangeForm({ asking }: { asking: Asking }) {
  const { view, changes, say } = useWorkspace()
  const { report } = view
  const { start, end, claimId } = asking
  const quote = report.text.slice(start, end)
  const claims = view.claims.filter((claim) => !claim.withdrawn || claim.id === claimId)
  const overlapping = view.changes.filter(
    (each) => isOpen(each) && each.edition === report.edition && each.start < end && start < each.end,
  )
  return (
    <section className={styles.asking} aria-label={messages.askTitle}>
      <h3 className={styles.heading}>{messages.askTitle}</h3>
      <p className={styles.words} dir="auto">
        {inQuotes(quote)}
      </p>
      {overlapping.length > 0 && (
        <Text size="xs" role="status">
          {messages.overlapping(overlapping.map(({ number }) => number))}
        </Text>
      )}
      <DeedForm
        action={paths.requestChange(report.id)}
        intent="change.request"
        subject={`${start}-${end}`}
        label={messages.askTitle}
        submit={messages.send}
        values={{ replacement: quote, reason: '', claimId }}
        readOnly={useWhyNot('change.request')}
        onDone={(id) => {
          say(messages.sent)
          changes.endAsking()
          if (id) changes.point(id)
        }}
        onCancel={changes.endAsking}
      >
        {({ values, errors }) => (
          <>
            <input type="hidden" name="edition" value={report.edition} />
            <input type="hidden" name="start" value={start} />
            <input type="hidden" name="end" value={end} />
            <Textarea
              size="xs"
              name="replacement"
              label={messages.replacement}
              description={messages.replacementHint}
              defaultValue={values.replacement}
              error={errors['replacement']}
              autoFocus
              rows={3}
            />
            <Textarea
              size="xs"
              name="reason"
              label={messages.reason}
              defaultValue={values.reason}
              error={errors['reason']}
              rows={2}
            />
            <NativeSelect
              size="xs"
              name="claimId"
              label={messages.claim}
              defaultValue={values.claimId}
              error={errors['claimId']}
              data={[
                { value: '', label: messages.noClaim },
                ...claims.map(({ id, number, statement }) => ({
                  value: id,
                  label: messages.claimOption(number, statement),
                })),
              ]}
            />
          </>
        )}
      </DeedForm>
    </section>
  )
}
