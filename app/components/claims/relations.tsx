import { useState } from 'react'
import { Button, Checkbox, Stack } from '@mantine/core'
import type { ClaimView, RelationView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { IconPlus } from '#app/ui/icons.ts'
import { hasDraft } from '../forms/drafts.ts'
import { DeedForm } from '../forms/deed-form.tsx'
import { RemoveButton } from '../forms/deed-button.tsx'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages, figureWords } from './messages.ts'
import { Section } from './section.tsx'
import styles from './claim-panel.module.css'

const signs = { yes: '✓', no: '✗', unknown: '?' } as const
const holdsWords = {
  yes: claimMessages.sumHolds,
  no: claimMessages.sumBroken,
  unknown: claimMessages.sumUnknown,
} as const

/** The sums whose whole is this claim, and whether they hold now. */
export function Relations({ claim }: { claim: ClaimView }) {
  const [adding, setAdding] = useState(() => hasDraft(paths.claimRelations(claim.id), 'relation.add'))
  const whyNot = useWhyNot('relation.add', claim)
  const add = (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      disabled={whyNot !== undefined}
      title={whyNot}
      onClick={() => setAdding(true)}
    >
      {claimMessages.addSum}
    </Button>
  )
  return (
    <Section title={claimMessages.sums} aside={add}>
      {claim.relations.length === 0 && !adding && <p className={styles.hint}>{claimMessages.noSums}</p>}
      <ul className={styles.items}>
        {claim.relations.map((relation) => (
          <li key={relation.id} className={styles.item}>
            <Sum relation={relation} />
            <RemoveButton
              action={paths.claimRelations(claim.id)}
              intent="relation.withdraw"
              fields={{ relationId: relation.id }}
              label={claimMessages.removeSum(relation.sentence)}
              whyNot={whyNot}
            />
          </li>
        ))}
      </ul>
      {adding && <SumForm claim={claim} onDone={() => setAdding(false)} />}
    </Section>
  )
}

/** A sum with its sign and word, "270 + 120 = 390 ✓ holds". */
export function Sum({ relation }: { relation: RelationView }) {
  return (
    <span title={relation.parts.map(({ number, statement }) => `${number}: ${statement}`).join('\n')}>
      <span className={styles.figure}>{relation.sentence}</span>{' '}
      <span className={styles.holds} data-holds={relation.holds}>
        <span aria-hidden>{signs[relation.holds]}</span> {holdsWords[relation.holds]}
      </span>
    </span>
  )
}

function SumForm({ claim, onDone }: { claim: ClaimView; onDone: () => void }) {
  const { view } = useWorkspace()
  const others = view.claims.filter((other) => !other.withdrawn && other.id !== claim.id)
  if (others.length < 2) return <p className={styles.hint}>{claimMessages.sumNeedsOthers}</p>
  return (
    <DeedForm
      action={paths.claimRelations(claim.id)}
      intent="relation.add"
      label={claimMessages.addSum}
      submit={claimMessages.saveSum}
      values={null}
      onDone={onDone}
      onCancel={onDone}
    >
      {({ errors, draft }) => (
        <>
          <input type="hidden" name="kind" value="sum" />
          <Checkbox.Group
            defaultValue={draft['parts']?.split('\n') ?? []}
            label={claimMessages.sumParts}
            error={errors['parts']}
            size="xs"
          >
            <Stack gap={6} mt={6}>
              {others.map((other) => (
                <Checkbox key={other.id} size="xs" name="parts" value={other.id} label={partLabel(other)} />
              ))}
            </Stack>
          </Checkbox.Group>
        </>
      )}
    </DeedForm>
  )
}

function partLabel(claim: ClaimView): string {
  const [figure] = claim.figures
  return `${claim.number} · ${claim.statement}${figure ? ` · ${figureWords(figure)}` : ''}`
}
