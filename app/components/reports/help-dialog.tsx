import { Modal } from '@mantine/core'
import { keyHelp, reportMessages } from './messages.ts'
import styles from './workspace.module.css'

/** The keys that work in the workspace. */
export function HelpDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={reportMessages.keys} closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className={styles.keys}>
        {keyHelp.map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
