import { useState } from 'react'
import { Button, Checkbox } from '@mantine/core'
import { mostAtOnce } from '#server/publication/limits.ts'
import type { ReviewLine, ReviewView } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { hasDraft, tickedIn, type Typed } from '../forms/drafts.ts'
import { PublishingFields } from './asked-deed.tsx'
import { reviewMessages as words } from './review-messages.ts'

const intent = 'claims.publish'

/** A claim with exactly what was approved of it. */
const valueOf = ({ id, approvedHash }: ReviewLine): string => `${id}:${approvedHash ?? ''}`

/** Publishes what is chosen of all that is approved as it stands, in one deed. */
export function PublishAll({ view: { report, claims, whyNotPublish } }: { view: ReviewView }) {
  const action = paths.reportPublication(report.id)
  const approved = claims.filter(({ approvedHash }) => approvedHash !== null)
  const mayGo = approved.filter((each) => each.whyNotPublish === null).map(valueOf)
  const [asked, setAsked] = useState(() => (hasDraft(action, intent) ? mayGo : null))
  // Where the report is approved they are published with it.
  if (approved.length === 0 || (report.stage === 'approved' && !report.isStale)) return null
  if (!asked || whyNotPublish !== null) {
    return (
      <p>
        <Button size="xs" variant="default" disabled={whyNotPublish !== null} onClick={() => setAsked(mayGo)}>
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
      onDone={() => setAsked(null)}
      onCancel={() => setAsked(null)}
    >
      {({ draft, errors }) => (
        <>
          <p className="quiet">{words.publishAllHint}</p>
          <ApprovedClaims approved={approved} asked={asked} draft={draft} />
          {errors['claims'] && <p role="alert">{errors['claims']}</p>}
          <PublishingFields draft={draft} errors={errors} />
        </>
      )}
    </DeedForm>
  )
}

interface ApprovedProps {
  readonly approved: readonly ReviewLine[]
  /** What was approved when this was asked for. */
  readonly asked: readonly string[]
  readonly draft: Typed
}

/** A box for each claim that is approved. What is approved while the form is open is told, and waits for its tick. */
export function ApprovedClaims({ approved, asked, draft }: ApprovedProps) {
  const ticked = tickedIn(draft, 'claims', asked.slice(0, mostAtOnce))
  return approved.map((claim) => {
    const value = valueOf(claim)
    return (
      <Checkbox
        key={value}
        size="xs"
        name="claims"
        value={value}
        label={<span dir="auto">{`${String(claim.number)} ${claim.statement}`}</span>}
        description={claim.whyNotPublish ?? (asked.includes(value) ? undefined : words.approvedSince)}
        disabled={claim.whyNotPublish !== null}
        defaultChecked={claim.whyNotPublish === null && ticked.includes(value)}
      />
    )
  })
}
