import { Alert } from '@mantine/core'
import type { SignedView } from '#server/history/queries/signed.ts'
import { IconAlert } from '#app/ui/icons.ts'
import { paths } from '#app/paths.ts'
import { historyMessages } from './messages.ts'
import styles from './history.module.css'
import { RefusedHistory } from './refused-history.tsx'
import { When } from './when.tsx'

interface Props {
  readonly signed: SignedView
  readonly teamId: string
}

/** How far the history is signed by a key outside the database, and whether that is as it should be. */
export function SignedUpTo({ signed, teamId }: Props) {
  const { size, upTo, unsignedSince, origins, timestamp, refused } = signed
  return (
    <>
      {refused && !unsignedSince && <RefusedHistory refused={refused} />}
      {unsignedSince && (
        <Alert role="alert" color="red" icon={<IconAlert size={18} />}>
          {historyMessages.unsignedSince} <When at={unsignedSince} />. {historyMessages.askWhoRuns}
        </Alert>
      )}
      {size > 0 && upTo && (
        <p className={styles.quiet}>
          {historyMessages.signedUpTo(size)} <When at={upTo} exact />.{' '}
          <a href={paths.checkpoint(teamId)}>{historyMessages.checkpoint}</a>
          {' · '}
          <a href={paths.historyKey()}>{historyMessages.key}</a>
          {origins > 1 && (
            <>
              {' · '}
              <a href={paths.checkpoint(teamId, origins - 1)}>{historyMessages.leftBehind}</a>
            </>
          )}
        </p>
      )}
      {timestamp && (
        <p className={styles.quiet}>
          {historyMessages.timestampedBy(timestamp.by, timestamp.size)} <When at={timestamp.at} exact />.{' '}
          <a href={paths.timestamp(teamId)}>{historyMessages.timestamp}</a>
          {' · '}
          <a href={paths.timestamped(teamId)}>{historyMessages.ofTimestamp}</a>
        </p>
      )}
    </>
  )
}
