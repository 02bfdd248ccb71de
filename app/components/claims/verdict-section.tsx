import { useState, type ComponentProps, type ReactNode, type RefObject } from 'react'
import { Button } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWhyNot } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'
import { RatingFields } from './rating-fields.tsx'
import { Section } from './section.tsx'
import styles from './claim-panel.module.css'

export interface VerdictProps {
  readonly claim: ClaimView
  readonly focusRef: RefObject<HTMLSelectElement>
}

type Form = ComponentProps<typeof DeedForm<{ readonly rating: string; readonly reason: string }>>

interface Props extends VerdictProps {
  readonly intent: 'verdict.set' | 'rating.give'
  readonly form: Pick<Form, 'label' | 'submit' | 'values' | 'seen' | 'standing'>
  /** The form is there without being asked for. */
  readonly isAsked: boolean
  /** What the button says that asks for it. */
  readonly opens: string
  /** What is to be known before the form is filled in. */
  readonly how?: string
  readonly children: ReactNode
}

/** What stands of a verdict, and the form in which somebody rates the claim. */
export function VerdictSection({ claim, focusRef, intent, form, isAsked, opens, how, children }: Props) {
  const action = paths.claimVerdict(claim.id)
  // What was typed for a verdict is a rating, and the other way round, should the team ask for the other meanwhile.
  const draft = 'verdict.set'
  const [opened, setOpened] = useState(false)
  // A reason half written stays on the screen when somebody else rates first.
  const [touched, setTouched] = useState(() => hasDraft(action, draft))
  const whyNot = useWhyNot(intent, claim)
  const formOpen = isAsked || opened || touched
  const close = () => {
    setOpened(false)
    setTouched(false)
  }
  const open = !formOpen && (
    <Button
      size="compact-xs"
      variant="default"
      disabled={whyNot !== undefined}
      title={whyNot}
      data-verdict-open
      onClick={() => setOpened(true)}
    >
      {opens}
    </Button>
  )
  return (
    <Section title={claimMessages.verdict} aside={open}>
      {children}
      {formOpen && (
        <div className={styles.rated} onInput={() => setTouched(true)}>
          {how && <p className={styles.hint}>{how}</p>}
          <DeedForm
            {...form}
            action={action}
            intent={intent}
            draftAs={draft}
            readOnly={whyNot}
            onDone={close}
            {...(isAsked ? {} : { onCancel: close })}
          >
            {(fields) => <RatingFields {...fields} focusRef={focusRef} focusNow={opened} />}
          </DeedForm>
        </div>
      )}
    </Section>
  )
}
