import { Alert } from '@mantine/core'
import type { SignedView } from '#server/history/queries/signed.ts'
import { IconAlert } from '#app/ui/icons.ts'
import { paths } from '#app/paths.ts'
import { historyMessages } from './messages.ts'
import styles from './history.module.css'
import { When } from './when.tsx'

interface Props {
  readonly signed: SignedView
  readonly teamId: string
}

/** How far the history is signed by a key outside the database, and whether that is as it should be. */
export function SignedUpTo({ signed: { size, upTo, unsignedSince }, teamId }: Props) {
  return (
    <>
      {unsignedSince && (
        <Alert role="alert" color="red" icon={<IconAlert size={18} />}>
          {historyMessages.unsignedSince} <When at={unsignedSince} />. {historyMessages.askWhoRuns}
        </Alert>
      )}
      {size > 0 && upTo && (
        <p className={styles.quiet}>
          {historyMessages.signedUpTo(size)} <When at={upTo} />.{' '}
          <a href={paths.checkpoint(teamId)}>{historyMessages.checkpoint}</a>
          {' · '}
          <a href={paths.historyKey()}>{historyMessages.key}</a>
        </p>
      )}
    </>
  )
}
