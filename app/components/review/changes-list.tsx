import { useEffect, useRef, useState } from 'react'
import { Button, Group, NativeSelect } from '@mantine/core'
import { Link } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import { changeStateNames, changeStates } from '#server/review/requested-change.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { ChangeForm } from './change-form.tsx'
import { ChangeItem } from './change-item.tsx'
import { changeMessages as messages } from './messages.ts'
import styles from './changes.module.css'

/** The report's requested changes, and the one that is being asked for. */
export function ChangesList() {
  const { view, changes } = useWorkspace()
  const { asking, pointed } = changes
  const [state, setState] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const shown = view.changes.filter((change) => state === '' || change.state === state || change.id === pointed)
  useEffect(() => {
    if (pointed)
      list.current?.querySelector(`[data-change="${CSS.escape(pointed)}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [pointed])
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{messages.changes}</h2>
        <Group gap="xs">
          <NativeSelect
            size="xs"
            aria-label={messages.filter}
            value={state}
            onChange={(event) => setState(event.currentTarget.value)}
            data={[
              { value: '', label: messages.any },
              ...changeStates.map((each) => {
                const count = view.changes.filter((change) => change.state === each).length
                return { value: each, label: messages.ofState(changeStateNames[each], count) }
              }),
            ]}
          />
          <Link to={paths.reportChanges(view.report.id)} className={styles.link}>
            {messages.sheet}
          </Link>
          <Button size="xs" variant="default" onClick={() => changes.show(false)}>
            {messages.backToClaims}
          </Button>
        </Group>
      </div>
      {asking && <ChangeForm key={`${asking.start}-${asking.end}`} asking={asking} />}
      {view.changes.length === 0 && !asking && <p className={styles.empty}>{messages.none}</p>}
      {view.changes.length > 0 && shown.length === 0 && <p className={styles.empty}>{messages.noneInState}</p>}
      <ol ref={list} className={styles.list} aria-label={messages.changes}>
        {shown.map((change) => (
          <ChangeItem key={change.id} change={change} />
        ))}
      </ol>
    </>
  )
}
