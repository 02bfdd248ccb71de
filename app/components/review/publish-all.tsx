import { useState } from 'react'
import { Button, Checkbox } from '@mantine/core'
import { mostAtOnce } from '#server/publication/limits.ts'
import type { ReviewLine, ReviewView } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft, tickedIn } from '../forms/drafts.ts'
import { PublishingFields } from './asked-deed.tsx'
import { reviewMessages as words } from './review-messages.ts'

const intent = 'claims.publish'

/** A claim with exactly what was approved of it. */
const valueOf = ({ id, approvedHash }: ReviewLine): string => `${id}:${approvedHash ?? ''}`

/** Publishes what is chosen of all that is approved as it stands, in one deed. */
export function PublishAll({ view: { report, claims, whyNotPublish } }: { view: ReviewView }) {
  const action = paths.reportPublication(report.id)
  const approved = claims.filter(({ approvedHash }) => approvedHash !== null)
  const [asking, setAsking] = useState(() => hasDraft(action, intent))
  // Where the report is approved they are published with it.
  if (approved.length === 0 || (report.stage === 'approved' && !report.isStale)) return null
  if (!asking || whyNotPublish !== null) {
    return (
      <p>
        <Button size="xs" variant="default" disabled={whyNotPublish !== null} onClick={() => setAsking(true)}>
          {words.publishAll(approved.length)}…
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
      label={words.publishSeveral}
      submit={words.publishChosen}
      values={null}
      onDone={() => setAsking(false)}
      onCancel={() => setAsking(false)}
    >
      {({ draft, errors }) => (
        <>
          <p className="quiet">{words.publishAllHint}</p>
          {approved.map((claim) => (
            <Checkbox
              key={claim.id}
              size="xs"
              name="claims"
              value={valueOf(claim)}
              label={<span dir="auto">{`${String(claim.number)} ${claim.statement}`}</span>}
              defaultChecked={tickedIn(draft, 'claims', approved.slice(0, mostAtOnce).map(valueOf)).includes(
                valueOf(claim),
              )}
            />
          ))}
          {errors['claims'] && <p role="alert">{errors['claims']}</p>}
          <PublishingFields draft={draft} errors={errors} />
        </>
      )}
    </DeedForm>
  )
}
