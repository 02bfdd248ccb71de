import { useState, type RefObject } from 'react'
import { Button } from '@mantine/core'
import { scale } from '#server/claims/verdict.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { BlindVerdict } from './blind-verdict.tsx'
import { claimMessages } from './messages.ts'
import { RatingFields } from './rating-fields.tsx'
import { Section } from './section.tsx'
import { StandingVerdict } from './standing-verdict.tsx'

interface Props {
  readonly claim: ClaimView
  readonly focusRef: RefObject<HTMLSelectElement>
}

/** The verdict of a claim, as the team comes to it: one person's, or that of two. */
export function Verdict(props: Props) {
  return useWorkspace().view.asksForSecond ? <BlindVerdict {...props} /> : <DirectVerdict {...props} />
}

/** The verdict that stands, and the form that sets or changes it. */
function DirectVerdict({ claim, focusRef }: Props) {
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

interface FormProps extends Props {
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
      {(form) => <RatingFields {...form} focusRef={focusRef} focusNow={focusNow} />}
    </DeedForm>
  )
}
