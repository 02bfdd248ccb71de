import { NativeSelect } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages, originMessages } from './messages.ts'
import { OriginForm } from './origin-form.tsx'
import styles from './claim-panel.module.css'

/** Ends this claim in favour of another, which takes over what it has. */
export function MergeForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const { view } = useWorkspace()
  const others = view.claims.filter(({ id, withdrawn }) => !withdrawn && id !== claim.id)
  if (others.length === 0) return <p className={styles.hint}>{originMessages.nothingToMerge}</p>
  return (
    <OriginForm
      claim={claim}
      intent="claim.merge"
      title={originMessages.mergeTitle}
      hint={originMessages.mergeHint}
      submit={originMessages.mergeDo}
      onDone={onDone}
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
    </OriginForm>
  )
}
