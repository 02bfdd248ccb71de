import { Alert, Button, FileButton, Group, Progress } from '@mantine/core'
import type { BundleScope } from '#server/history/bundle.ts'
import { isFault, type Checked, type Fault } from '#server/history/checked.ts'
import { erasedWords } from '#server/history/erasure.ts'
import { IconAlert, IconCircleCheck, IconCircleX } from '#app/ui/icons.ts'
import { historyMessages as words } from './messages.ts'
import { useVerification, type Verification } from './use-verification.ts'
import { When } from './when.tsx'
import styles from './history.module.css'

/** What can be taken along of a history, from where, and the key by which it must be signed. */
export interface Provable {
  readonly address: string
  readonly scope: BundleScope
  readonly entries: number
  readonly signingKey: string
}

/** Takes a history along as a file, and checks it, or one that somebody has, in the browser. */
export function Proof({ address, scope, entries, signingKey }: Provable) {
  const { state, download, read, stop } = useVerification(signingKey)
  const isRunning = state.phase === 'running'
  return (
    <section className={styles.proof} aria-label={words.proof}>
      <p className={styles.quiet}>{words.whatItIs}</p>
      <Group gap="xs" my="xs">
        <Button component="a" href={address} variant="default" size="xs">
          {words.exportFile(entries)}
        </Button>
        <Button variant="default" size="xs" disabled={isRunning} onClick={() => download(address)}>
          {words.exportHere}
        </Button>
        <FileButton accept=".gz,.tgz,application/gzip" onChange={(file) => file && read(file)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" disabled={isRunning}>
              {words.verifyFile}
            </Button>
          )}
        </FileButton>
        {isRunning && (
          <Button variant="subtle" size="xs" onClick={stop}>
            {words.stop}
          </Button>
        )}
      </Group>
      <div role="status">
        <Outcome state={state} scope={scope} />
      </div>
    </section>
  )
}

function Outcome({ state, scope }: { state: Verification; scope: BundleScope }) {
  switch (state.phase) {
    case 'none':
      return null
    case 'running': {
      const { entries, of } = state
      const label = words.verifying(entries, of)
      return (
        <>
          <p className={styles.quiet}>{label}</p>
          <Progress value={of === 0 ? 0 : (100 * entries) / of} aria-label={label} />
        </>
      )
    }
    case 'failed':
      return (
        <Alert color="orange" icon={<IconAlert size={18} />}>
          {state.message}
        </Alert>
      )
    case 'done': {
      const { outcome, at, file } = state
      return isFault(outcome) ? (
        <Wrong fault={outcome} at={at} />
      ) : (
        <Right checked={outcome} scope={scope} at={at} file={file} />
      )
    }
  }
}

function Wrong({ fault: { seq, subject, what, isUnread }, at }: { fault: Fault; at: string }) {
  if (isUnread) {
    return (
      <Alert color="orange" title={words.unread} icon={<IconAlert size={18} />}>
        {words.faultAt(seq, subject, what)} {words.unreadHint}
      </Alert>
    )
  }
  return (
    <Alert color="red" title={words.disagrees} icon={<IconCircleX size={18} />}>
      {words.faultAt(seq, subject, what)} {words.checkedAt} <When at={at} exact />.
    </Alert>
  )
}

interface RightProps {
  readonly checked: Checked
  /** Of what the page is. */
  readonly scope: BundleScope
  readonly at: string
  readonly file: { readonly url: string; readonly name: string } | null
}

function Right({ checked, scope, at, file }: RightProps) {
  const { about, entries, first, last, checkpoint, leftOut, erased, timestamp } = checked
  const isOfThis = about.scope.type === scope.type && about.scope.id === scope.id
  const left = leftOut.sealed + leftOut['other-claim']
  return (
    <Alert
      color={isOfThis ? 'green' : 'orange'}
      title={isOfThis ? words.agrees[scope.type] : words.ofAnother(about.scope.type)}
      icon={<IconCircleCheck size={18} />}
    >
      {words.checkedAt} <When at={at} exact />: {words.checked(entries, first.seq, last.seq)}{' '}
      <When at={last.at} exact />. {words.against(checkpoint.size, checkpoint.origin)} {left > 0 && words.leftOut(left)}{' '}
      {erasedWords(erased)}{' '}
      {timestamp && (
        <>
          {words.timestamped(timestamp.size)} <When at={timestamp.at} exact /> {words.byWhom}.{' '}
        </>
      )}
      {words.beyond[about.scope.type]}{' '}
      {file && (
        <a href={file.url} download={file.name}>
          {words.save}
        </a>
      )}
    </Alert>
  )
}
