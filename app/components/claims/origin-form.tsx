import type { ComponentProps } from 'react'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ListNotice } from './list-notice.tsx'
import { originMessages } from './messages.ts'
import { Section } from './section.tsx'
import styles from './claim-panel.module.css'

interface Props {
  readonly claim: ClaimView
  readonly intent: 'claim.split' | 'claim.merge'
  readonly title: string
  readonly hint: string
  readonly submit: string
  readonly onDone: () => void
  readonly children: ComponentProps<typeof DeedForm<null>>['children']
}

/** A deed that makes another claim of this one, and opens that claim when it is done. */
export function OriginForm({ claim, intent, title, hint, submit, onDone, children }: Props) {
  const { open } = useWorkspace()
  return (
    <Section title={title}>
      <p className={styles.hint}>{hint}</p>
      <ListNotice />
      <DeedForm
        action={paths.claimOrigin(claim.id)}
        intent={intent}
        label={title}
        submit={submit}
        values={null}
        seen={claim.seq}
        standing={originMessages.lookAgain}
        onDone={(id) => {
          onDone()
          if (id) open(id)
        }}
        onCancel={onDone}
      >
        {children}
      </DeedForm>
    </Section>
  )
}
