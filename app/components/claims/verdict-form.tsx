import { useState, type RefObject } from 'react'
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { ratings, scale } from '#server/claims/verdict.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { When } from '../history/when.tsx'
import { claimMessages } from './messages.ts'
import { Section } from './section.tsx'
import { VerdictBadge } from './verdict-badge.tsx'
import styles from './claim-panel.module.css'

const options = [
  { value: '', label: claimMessages.chooseRating },
  ...ratings.map((rating) => ({
    value: rating,
    label: scale[rating].value === null ? scale[rating].name : `${scale[rating].name} (${scale[rating].value}/5)`,
  })),
]

/** The verdict that stands, and the form that sets or changes it. */
export function Verdict({ claim, focusRef }: { claim: ClaimView; focusRef: RefObject<HTMLSelectElement> }) {
  const [changing, setChanging] = useState(false)
  // A reason half written stays on the screen when somebody else sets the verdict first.
  const [touched, setTouched] = useState(() => hasDraft(paths.claimVerdict(claim.id), 'verdict.set'))
  const whyNot = useWhyNot('verdict.set', claim)
  const { verdict } = claim
  const formOpen = !verdict || changing || touched
  const close = () => {
    setChanging(false)
    setTouched(false)
  }
  const change = verdict && !formOpen && (
    <Button
      size="compact-xs"
      variant="default"
      disabled={whyNot !== undefined}
      title={whyNot}
      data-verdict-open
      onClick={() => setChanging(true)}
    >
      {claimMessages.changeVerdict}
    </Button>
  )
  return (
    <Section title={claimMessages.verdict} aside={change}>
      {verdict && <StandingVerdict verdict={verdict} />}
      {formOpen && (
        <div onInput={() => setTouched(true)}>
          <VerdictForm
            claim={claim}
            focusRef={focusRef}
            focusNow={changing}
            onDone={close}
            {...(verdict ? { onCancel: close } : {})}
          />
        </div>
      )}
    </Section>
  )
}

function StandingVerdict({ verdict }: { verdict: NonNullable<ClaimView['verdict']> }) {
  return (
    <div>
      <VerdictBadge rating={verdict.rating} withValue />{' '}
      <span className={styles.hint}>
        {claimMessages.verdictBy(verdict.by)}, <When at={verdict.at} />
      </span>
      <p className={styles.reason}>{verdict.reason}</p>
    </div>
  )
}

interface FormProps {
  readonly claim: ClaimView
  readonly focusRef: RefObject<HTMLSelectElement>
  readonly focusNow: boolean
  readonly onDone: () => void
  readonly onCancel?: () => void
}

function VerdictForm({ claim, focusRef, focusNow, onDone, onCancel }: FormProps) {
  const { verdict } = claim
  const standing = verdict && `${scale[verdict.rating].name}, ${claimMessages.verdictBy(verdict.by)}: ${verdict.reason}`
  return (
    <DeedForm
      action={paths.claimVerdict(claim.id)}
      intent="verdict.set"
      label={verdict ? claimMessages.changeVerdict : claimMessages.setVerdict}
      submit={verdict ? claimMessages.changeVerdict : claimMessages.setVerdict}
      values={{ rating: verdict?.rating ?? '', reason: verdict?.reason ?? '' }}
      seen={claim.verdictSeq}
      readOnly={useWhyNot('verdict.set', claim)}
      standing={standing}
      onDone={onDone}
      {...(onCancel ? { onCancel } : {})}
    >
      {({ values, errors }) => (
        <>
          <NativeSelect
            ref={focusRef}
            autoFocus={focusNow}
            size="xs"
            name="rating"
            label={claimMessages.rating}
            data={options}
            defaultValue={values.rating}
            error={errors['rating']}
          />
          <Textarea
            size="xs"
            name="reason"
            label={claimMessages.reason}
            placeholder={claimMessages.reasonHint}
            defaultValue={values.reason}
            error={errors['reason']}
            rows={3}
          />
        </>
      )}
    </DeedForm>
  )
}
