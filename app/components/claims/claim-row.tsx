import { Link } from '@remix-run/react'
import { ActionIcon } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { IconArrowDown, IconArrowUp } from '#app/ui/icons.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ClaimFacts } from './claim-facts.tsx'
import { claimMessages } from './messages.ts'
import styles from './claim-list.module.css'

export interface Moves {
  readonly up: (() => void) | undefined
  readonly down: (() => void) | undefined
  readonly whyNot: string | undefined
}

/** One claim in the list: what it says, how it stands, who is on it. */
export function ClaimRow({ claim, moves }: { claim: ClaimView; moves?: Moves }) {
  const { view, openClaim, lit, light } = useWorkspace()
  return (
    <li
      className={styles.row}
      data-claim={claim.id}
      data-open={openClaim?.id === claim.id || undefined}
      data-lit={lit === claim.id || undefined}
      data-withdrawn={claim.withdrawn || undefined}
      onMouseEnter={() => light(claim.id)}
      onMouseLeave={() => light(null)}
    >
      <span className={styles.number} aria-hidden>
        {claim.number}
      </span>
      <div className={styles.body}>
        <Link
          to={paths.report(view.report.id, claim.id)}
          preventScrollReset
          className={styles.statement}
          dir="auto"
          aria-current={openClaim?.id === claim.id ? 'true' : undefined}
        >
          <span className={styles.spoken} dir="ltr">{`${claimMessages.claim} ${claim.number}: `}</span>
          {claim.statement || claimMessages.noStatement}
        </Link>
        <ClaimFacts claim={claim} />
      </div>
      {moves && <MoveButtons number={claim.number} moves={moves} />}
    </li>
  )
}

function MoveButtons({ number, moves }: { number: number; moves: Moves }) {
  return (
    <span className={styles.moves} title={moves.whyNot}>
      <ActionIcon
        variant="transparent"
        color="gray"
        size="sm"
        aria-label={claimMessages.moveUp(number)}
        disabled={!moves.up}
        onClick={moves.up}
      >
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon
        variant="transparent"
        color="gray"
        size="sm"
        aria-label={claimMessages.moveDown(number)}
        disabled={!moves.down}
        onClick={moves.down}
      >
        <IconArrowDown size={15} />
      </ActionIcon>
    </span>
  )
}
