import { VisuallyHidden } from '@mantine/core'
import type { ChangeMark } from '../reports/segments.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { changeMessages as messages, stateSigns } from './messages.ts'
import styles from './changes.module.css'

/** How words look that somebody wants changed. */
export const struckWords = styles.struck ?? ''

/** What shall stand in place of the words before it. */
export function Replacement({ change }: { change: ChangeMark }) {
  const { changes } = useWorkspace()
  const { id, number, state, replacement } = change
  return (
    <ins
      className={styles.replacement}
      data-sign={`${number}${stateSigns[state]}`}
      data-state={state}
      data-replacement={id}
      data-pointed={changes.pointed === id || undefined}
      onClick={(event) => {
        event.stopPropagation()
        changes.point(id)
      }}
    >
      <VisuallyHidden component="span">
        {replacement ? messages.replaceWith(number) : messages.drop(number)}{' '}
      </VisuallyHidden>
      {replacement || <em>{messages.dropped}</em>}
    </ins>
  )
}
