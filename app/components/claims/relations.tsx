import { useState } from 'react'
import { Button } from '@mantine/core'
import { endsOf } from '#server/claims/relation.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { IconPlus } from '#app/ui/icons.ts'
import { hasDraft } from '../forms/drafts.ts'
import { RemoveButton } from '../forms/deed-button.tsx'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import { relationMessages } from './messages.ts'
import { RelationForm } from './relation-form.tsx'
import { RelationLine, relationWords } from './relation-line.tsx'
import { Section } from './section.tsx'
import styles from './claim-panel.module.css'

/** How this claim and others belong together, and whether that holds now. */
export function Relations({ claim }: { claim: ClaimView }) {
  const { view } = useWorkspace()
  const [adding, setAdding] = useState(() => hasDraft(paths.claimRelations(claim.id), 'relation.add'))
  const whyNot = useWhyNot('relation.add', claim)
  const relations = view.relations.filter((each) => endsOf(each).some(({ claimId }) => claimId === claim.id))
  const add = (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      disabled={whyNot !== undefined}
      title={whyNot}
      onClick={() => setAdding(true)}
    >
      {relationMessages.add}
    </Button>
  )
  return (
    <Section title={relationMessages.relations} aside={add}>
      {relations.length === 0 && !adding && <p className={styles.hint}>{relationMessages.none}</p>}
      <ul className={styles.items}>
        {relations.map((relation) => (
          <li key={relation.id} className={styles.item}>
            <RelationLine relation={relation} claims={view.claims} />
            <RemoveButton
              action={paths.claimRelations(relation.own.claimId)}
              intent="relation.withdraw"
              fields={{ relationId: relation.id }}
              label={relationMessages.remove(relationWords(relation, view.claims))}
              whyNot={whyNot}
            />
          </li>
        ))}
      </ul>
      {adding && <RelationForm claim={claim} onDone={() => setAdding(false)} />}
    </Section>
  )
}
