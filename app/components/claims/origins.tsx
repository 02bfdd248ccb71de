import { Fragment } from 'react'
import type { ClaimView } from '#server/reports/workspace.ts'
import { TextsToCopy } from '../realtime/texts-to-copy.tsx'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ClaimLink } from './claim-link.tsx'
import { originMessages } from './messages.ts'
import styles from './claim-panel.module.css'

/** What a claim was split off, what was split off it, and what was merged into it, with the texts of that to copy. */
export function Origins({ claim }: { claim: ClaimView }) {
  const { view } = useWorkspace()
  const offsprings = view.claims.filter(({ splitFrom }) => splitFrom === claim.id)
  const merged = view.claims.filter(({ mergedInto }) => mergedInto === claim.id)
  return (
    <>
      {claim.splitFrom && (
        <p className={styles.origin}>
          {originMessages.splitFrom} <ClaimLink id={claim.splitFrom} />.
        </p>
      )}
      {offsprings.length > 0 && (
        <p className={styles.origin}>
          {originMessages.splitInto}{' '}
          {offsprings.map(({ id }, index) => (
            <Fragment key={id}>
              {index > 0 && ', '}
              <ClaimLink id={id} />
            </Fragment>
          ))}
          .
        </p>
      )}
      {merged.map((from) => (
        <Merged key={from.id} from={from} />
      ))}
    </>
  )
}

function Merged({ from }: { from: ClaimView }) {
  const { view } = useWorkspace()
  const relations = view.relations.filter(({ own }) => own.claimId === from.id)
  return (
    <details className={styles.origin}>
      <summary>{originMessages.mergedFrom(from.number)}</summary>
      <p>
        {originMessages.textsStay} <ClaimLink id={from.id} />.{' '}
        {relations.length > 0 && originMessages.relationsStay(relations.length)}
      </p>
      <TextsToCopy texts={from} labelOf={(label) => originMessages.textOf(label, from.number)} />
    </details>
  )
}
