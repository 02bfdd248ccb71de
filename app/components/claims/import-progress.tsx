import { useId } from 'react'
import { Alert, Button, Group, Progress, Stack } from '@mantine/core'
import { BusyButton } from '#app/ui/busy-button.tsx'
import { IconAlert } from '#app/ui/icons.ts'
import { importMessages as words, rowsInWords } from './import-messages.ts'
import { hasNews, isWritten, summaryOf, wrongRows } from './import-plan.ts'
import type { Run } from './use-import.ts'
import type { useTable } from './use-table.ts'

interface Props {
  readonly run: Run
  readonly table: ReturnType<typeof useTable>
  readonly onStart: () => void
  readonly onStop: () => void
}

/** What will be written, the button that writes it, and how far that is. */
export function ImportProgress({ run, table, onStart, onStop }: Props) {
  const id = useId()
  const { checked } = table
  const isBusy = run.state === 'running' || run.state === 'stopping'
  const wrong = wrongRows(checked)
  const whyNot = isBusy ? null : whyNotStart(run, checked, wrong.length)
  return (
    <Stack gap="xs">
      <p role="status" className="quiet">
        {table.table?.rows.length === 0 ? words.noRows : summaryOf(checked)}
      </p>
      <Group gap="sm">
        <BusyButton
          busy={isBusy || table.isReading}
          aria-disabled={whyNot !== null}
          aria-describedby={id}
          {...(whyNot ? { 'data-disabled': true } : {})}
          onClick={() => whyNot === null && onStart()}
        >
          {run.state === 'stopped' ? words.goOn : words.start}
        </BusyButton>
        {isBusy && (
          <Button variant="default" onClick={onStop} disabled={run.state === 'stopping'}>
            {words.stop}
          </Button>
        )}
        {wrong.length > 0 && !isBusy && (
          <Button variant="default" onClick={() => table.take(wrong, false)}>
            {words.leaveOutErrors(wrong.length)}
          </Button>
        )}
        <span id={id} className="quiet">
          {whyNot}
        </span>
      </Group>
      {run.state !== 'idle' && <Bar run={run} />}
      <Outcome run={run} checked={checked} />
    </Stack>
  )
}

type Checked = Props['table']['checked']

function whyNotStart(run: Run, checked: Checked, wrong: number): string | null {
  if (wrong > 0) return words.hasErrors
  if (checked.length > 0 && run.results.size > 0 && checked.every((claim) => isWritten(claim, run.results))) {
    return words.allWritten
  }
  return hasNews(checked) ? null : words.nothingToDo
}

function Bar({ run }: { run: Run }) {
  const label = words.progress(run.answered, run.all)
  const note = { running: words.running, stopping: words.stopping, stopped: '', done: '', idle: '' }[run.state]
  return (
    <div>
      <Progress value={run.all === 0 ? 100 : (100 * run.answered) / run.all} aria-label={label} />
      <p className="quiet">
        {label}. {note}
      </p>
    </div>
  )
}

/** How a run ended, and which rows are not written. */
function Outcome({ run, checked }: { run: Run; checked: Checked }) {
  const open = checked.filter((claim) => !isWritten(claim, run.results)).flatMap((claim) => claim.rows)
  const rows = open.length > 0 && words.notWritten(rowsInWords(open.map(({ row }) => row)))
  const isOver = run.state === 'stopped' || run.state === 'done'
  const isWrong = isOver && (run.problem !== null || (run.state === 'done' && open.length > 0))
  const how = run.state === 'done' ? words.done : words.stopped
  return (
    <>
      <p role="status" className="quiet">
        {isOver && !isWrong && [how, rows].filter(Boolean).join(' ')}
      </p>
      {isWrong && (
        <Alert role="alert" color="red" icon={<IconAlert size={18} />}>
          {[run.problem, rows].filter(Boolean).join(' ')}
        </Alert>
      )}
    </>
  )
}
