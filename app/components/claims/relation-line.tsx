import { Fragment } from 'react'
import { relationNames } from '#server/claims/relation.ts'
import type { ClaimView, RelationView } from '#server/reports/workspace.ts'
import { ClaimLink } from './claim-link.tsx'
import { relationMessages } from './messages.ts'
import styles from './claim-panel.module.css'

const signs = { yes: '✓', no: '✗', unknown: '?', stated: '' } as const

interface Props {
  readonly relation: RelationView
  readonly claims: readonly ClaimView[]
}

/** A relation as a sentence about claims, what its figures say, and whether that holds. */
export function RelationLine({ relation, claims }: Props) {
  const { own, parts, kind, sentence, holds, note } = relation
  return (
    <div>
      <div>
        <EndLink id={own.claimId} claims={claims} isFirst /> {relationNames[kind]}{' '}
        {parts.map(({ claimId }, index) => (
          <Fragment key={`${claimId} ${String(index)}`}>
            {index > 0 && ' + '}
            <EndLink id={claimId} claims={claims} />
          </Fragment>
        ))}
      </div>
      {holds === 'stated' && sentence && <div className={styles.hint}>{sentence}</div>}
      {holds !== 'stated' && (
        <div>
          <span className={styles.figure}>{sentence}</span>{' '}
          <span className={styles.holds} data-holds={holds}>
            <span aria-hidden>{signs[holds]}</span> {outcomeWords(relation)}
          </span>
        </div>
      )}
      {note && (
        <div className={styles.reason} dir="auto">
          {note}
        </div>
      )}
    </div>
  )
}

/** A claim at one end of a relation: if it is withdrawn that is said, and where it was merged into. */
function EndLink({ id, claims, isFirst = false }: { id: string; claims: readonly ClaimView[]; isFirst?: boolean }) {
  const claim = claims.find((each) => each.id === id)
  return (
    <>
      <ClaimLink id={id} isFirst={isFirst} />
      {claim?.withdrawn && ` (${claim.mergedInto ? relationMessages.mergedInto : relationMessages.withdrawn}`}
      {claim?.mergedInto && (
        <>
          {' '}
          <ClaimLink id={claim.mergedInto} />
        </>
      )}
      {claim?.withdrawn && ')'}
    </>
  )
}

function outcomeWords({ holds, why }: RelationView): string {
  if (holds === 'unknown') return relationMessages.unknown(why)
  const words = holds === 'yes' ? relationMessages.holds : relationMessages.broken
  return why ? `${words}, ${why}` : words
}

/** A relation in one line without links: "Claim 2 is the sum of claim 4 + claim 5". */
export function relationWords({ own, parts, kind }: RelationView, claims: readonly ClaimView[]): string {
  const numberOf = (claimId: string) => claims.find(({ id }) => id === claimId)?.number ?? 0
  const named = parts.map(({ claimId }) => relationMessages.claim(numberOf(claimId))).join(' + ')
  return `${relationMessages.claimFirst(numberOf(own.claimId))} ${relationNames[kind]} ${named}`
}
