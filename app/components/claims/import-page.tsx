import { useEffect, useId } from 'react'
import { Link } from '@remix-run/react'
import { Alert, Input, Stack, Textarea } from '@mantine/core'
import { paths } from '#app/paths.ts'
import { IconAlert } from '#app/ui/icons.ts'
import type { ImportTarget } from '#server/claims/queries/csv.ts'
import { importMessages as words } from './import-messages.ts'
import { isWritten } from './import-plan.ts'
import { claimMessages } from './messages.ts'
import { ImportPreview } from './import-preview.tsx'
import { ImportProgress } from './import-progress.tsx'
import { useImport } from './use-import.ts'
import { useTable } from './use-table.ts'
import styles from './import.module.css'

interface Props {
  readonly report: ImportTarget & { readonly id: string }
  /** Why this person cannot import. */
  readonly readOnly: string | null
}

/** Brings claims in from a table: first it shows what each row will do, then it writes them. */
export function ImportPage({ report, readOnly }: Props) {
  return (
    <div className="plain-page">
      <Link to={paths.report(report.id)} dir="auto">
        {words.back(report.title)}
      </Link>
      <h1>{words.title}</h1>
      <p className="quiet">{readOnly ?? words.intro}</p>
      <p className="quiet">
        <a href={paths.reportClaimsFile(report.id)} download>
          {words.sample}
        </a>
        {' · '}
        {words.sampleHint}
      </p>
      {report.becomesAuthor && <p className="quiet">{claimMessages.becomeListAuthor}</p>}
      {readOnly === null && <Importing report={report} />}
    </div>
  )
}

function Importing({ report }: Pick<Props, 'report'>) {
  const { run, start, stop, forget } = useImport(report.id)
  const table = useTable(report.id, report, forget)
  const isBusy = run.state === 'running' || run.state === 'stopping'
  const isDone =
    run.state === 'done' && table.leftOut.size === 0 && table.checked.every((claim) => isWritten(claim, run.results))
  const { written } = table
  useEffect(() => {
    if (isDone) written()
  })
  return (
    <>
      <TableFields table={table} isBusy={isBusy} />
      <div>
        <h2>{words.preview}</h2>
        {table.refused !== null && (
          <Alert role="alert" color="red" icon={<IconAlert size={18} />}>
            {table.refused}
          </Alert>
        )}
        {table.table === null && table.refused === null && <p className="quiet">{words.empty}</p>}
        {table.table && (
          <>
            <ImportProgress run={run} table={table} onStart={() => void start(table.checked)} onStop={stop} />
            <ImportPreview
              table={table}
              rows={table.table.rows}
              results={run.results}
              isBusy={isBusy}
              asksForSecond={report.asksForSecond}
            />
          </>
        )}
      </div>
    </>
  )
}

function TableFields({ table, isBusy }: { table: ReturnType<typeof useTable>; isBusy: boolean }) {
  const id = useId()
  return (
    <Stack gap="md" my="md">
      <Input.Wrapper id={id} label={words.file}>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          disabled={isBusy}
          aria-describedby={`${id}-note`}
          aria-invalid={table.file?.isWrong === true}
          onChange={(event) => void table.choose(event)}
        />
        <p id={`${id}-note`} role="status" className="quiet">
          {table.file?.note}
        </p>
      </Input.Wrapper>
      <Textarea
        label={words.table}
        description={words.tableHint}
        rows={8}
        spellCheck={false}
        readOnly={isBusy}
        value={table.typed}
        onChange={(event) => table.type(event.currentTarget.value)}
        classNames={{ input: styles.text ?? '' }}
      />
    </Stack>
  )
}
