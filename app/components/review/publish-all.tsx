import { useState } from 'react'
import { Button, Textarea } from '@mantine/core'
import type { ReviewView } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft } from '../forms/drafts.ts'
import { reviewMessages as words } from './review-messages.ts'
import { VisibleFrom } from './visible-from.tsx'

const intent = 'claims.publish'

/** Publishes everything of a report that is approved as it stands, in one deed. */
export function PublishAll({ view: { report, claims, whyNotPublish } }: { view: ReviewView }) {
  const action = paths.reportPublication(report.id)
  const [asking, setAsking] = useState(() => hasDraft(action, intent))
  const approved = claims.flatMap(({ id, approvedHash }) => (approvedHash === null ? [] : [`${id}:${approvedHash}`]))
  if (approved.length === 0) return null
  const label = words.publishAll(approved.length)
  if (!asking || whyNotPublish !== null) {
    return (
      <p>
        <Button size="xs" variant="default" disabled={whyNotPublish !== null} onClick={() => setAsking(true)}>
          {label}…
        </Button>
        {whyNotPublish !== null && (
          <>
            {' '}
            <span className="quiet">{whyNotPublish}</span>
          </>
        )}
      </p>
    )
  }
  return (
    <DeedForm
      action={action}
      intent={intent}
      label={label}
      submit={label}
      values={null}
      onDone={() => setAsking(false)}
      onCancel={() => setAsking(false)}
    >
      {({ draft, errors }) => (
        <>
          <p className="quiet">{words.publishAllHint}</p>
          {approved.map((each) => (
            <input key={each} type="hidden" name="claims" value={each} />
          ))}
          <VisibleFrom error={errors['visibleFrom']} />
          <Textarea
            size="xs"
            rows={2}
            name="note"
            label={words.note}
            description={words.noteHint}
            defaultValue={draft['note']}
            error={errors['note'] ?? errors['claims']}
          />
        </>
      )}
    </DeedForm>
  )
}
