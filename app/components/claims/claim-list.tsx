import type { RefObject } from 'react'
import { Alert, Button, Text } from '@mantine/core'
import { useMove } from './use-move.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ClaimFilters } from './claim-filters.tsx'
import { ClaimRow } from './claim-row.tsx'
import { everything, isFiltered, type Choice } from './choose.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { ListNotice } from './list-notice.tsx'
import { claimMessages } from './messages.ts'
import styles from './claim-list.module.css'

interface Props {
  readonly shown: readonly ClaimView[]
  readonly choice: Choice
  readonly onChoice: (choice: Choice) => void
  readonly searchRef: RefObject<HTMLInputElement>
}

/** The report's claims: chosen, sorted, movable; withdrawn ones apart. */
export function ClaimList({ shown, choice, onChoice, searchRef }: Props) {
  const { view } = useWorkspace()
  const withdrawn = view.claims.filter((claim) => claim.withdrawn)
  const live = view.claims.length - withdrawn.length
  const { movesOf, problem } = useMove(choice.sort === 'team' && !isFiltered(choice))
  return (
    <>
      <div className={styles.filters}>
        <ClaimFilters choice={choice} onChoice={onChoice} searchRef={searchRef} />
        <ListNotice />
      </div>
      {problem && (
        <Alert role="alert" color="red" p="xs">
          {problem}
        </Alert>
      )}
      {live === 0 && <p className={styles.empty}>{claimMessages.none}</p>}
      {live > 0 && shown.length === 0 && (
        <div className={styles.empty}>
          <Text mb="xs">{claimMessages.noneMatch}</Text>
          <Button size="xs" variant="default" onClick={() => onChoice({ ...everything, sort: choice.sort })}>
            {claimMessages.clearFilters}
          </Button>
        </div>
      )}
      <ol className={styles.list} aria-label={claimMessages.claims}>
        {shown.map((claim) => (
          <ClaimRow key={claim.id} claim={claim} moves={movesOf(claim)} />
        ))}
      </ol>
      {withdrawn.length > 0 && (
        <details className={styles.withdrawn}>
          <summary>{claimMessages.withdrawnShown(withdrawn.length)}</summary>
          <ol className={styles.list} aria-label={claimMessages.withdrawn}>
            {withdrawn.map((claim) => (
              <ClaimRow key={claim.id} claim={claim} />
            ))}
          </ol>
        </details>
      )}
    </>
  )
}
