import { Fragment } from 'react'
import { Link } from '@remix-run/react'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { TextsToCopy } from '../realtime/texts-to-copy.tsx'
import { useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages, originMessages } from './messages.ts'
import styles from './claim-panel.module.css'

/** A claim of the same report by its number, as a link to it. */
export function ClaimLink({ id }: { id: string }) {
  const { view } = useWorkspace()
  const claim = view.claims.find((each) => each.id === id)
  if (!claim) return null
  return (
    <Link to={paths.report(view.report.id, id)} preventScrollReset title={claim.statement}>
      {claimMessages.numbered(claim.number)}
    </Link>
  )
}

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
  return (
    <details className={styles.origin}>
      <summary>{originMessages.mergedFrom(from.number)}</summary>
      <p>
        {originMessages.textsStay} <ClaimLink id={from.id} />.{' '}
        {from.relations.length > 0 && originMessages.relationsStay(from.relations.length)}
      </p>
      <TextsToCopy texts={from} labelOf={(label) => originMessages.textOf(label, from.number)} />
    </details>
  )
}
