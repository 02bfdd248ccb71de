import { NativeSelect } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages, originMessages } from './messages.ts'
import { Section } from './section.tsx'
import styles from './claim-panel.module.css'

/** Ends this claim in favour of another, which takes over what it has. */
export function MergeForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const { view, open } = useWorkspace()
  const others = view.claims.filter(({ id, withdrawn }) => !withdrawn && id !== claim.id)
  if (others.length === 0) return <p className={styles.hint}>{originMessages.nothingToMerge}</p>
  return (
    <Section title={originMessages.mergeTitle}>
      <p className={styles.hint}>{originMessages.mergeHint}</p>
      <DeedForm
        action={paths.claimOrigin(claim.id)}
        intent="claim.merge"
        label={originMessages.mergeTitle}
        submit={originMessages.mergeDo}
        values={null}
        seen={claim.seq}
        standing={originMessages.lookAgain}
        onDone={(id) => {
          onDone()
          if (id) open(id)
        }}
        onCancel={onDone}
      >
        {({ errors, draft }) => (
          <NativeSelect
            size="xs"
            name="into"
            label={originMessages.mergeInto}
            data={[
              { value: '', label: originMessages.chooseClaim },
              ...others.map(({ id, number, statement }) => ({
                value: id,
                label: `${number} · ${statement || claimMessages.noStatement}`,
              })),
            ]}
            defaultValue={draft['into']}
            error={errors['into']}
            autoFocus
          />
        )}
      </DeedForm>
    </Section>
  )
}
