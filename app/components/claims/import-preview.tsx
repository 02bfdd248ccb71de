import { useMemo, useState } from 'react'
import { Button, Checkbox } from '@mantine/core'
import { IconAlert } from '#app/ui/icons.ts'
import type { RowResult } from '#server/claims/csv-result.ts'
import type { CsvRow } from '#server/claims/csv-table.ts'
import { importMessages as words } from './import-messages.ts'
import { bringsVerdicts, plansOf, shownOf, type RowPlan } from './import-plan.ts'
import type { useTable } from './use-table.ts'
import styles from './import.module.css'

/** How many rows are shown at first, and each time that more are asked for. */
const shownAtOnce = 100

interface Props {
  readonly table: ReturnType<typeof useTable>
  readonly rows: readonly CsvRow[]
  readonly results: ReadonlyMap<number, RowResult>
  readonly isBusy: boolean
  readonly asksForSecond: boolean
}

/** Every row of the table with what it will do, what is wrong with it, and what became of it. */
export function ImportPreview({ table, rows, results, isBusy, asksForSecond }: Props) {
  const [shown, setShown] = useState(shownAtOnce)
  const [onlyErrors, setOnlyErrors] = useState(false)
  const plans = useMemo(() => plansOf(table.checked), [table.checked])
  const chosen = onlyErrors ? rows.filter(({ row }) => (plans.get(row)?.errors.length ?? 0) > 0) : rows
  if (rows.length === 0) return null
  return (
    <>
      <Notes table={table} rows={rows} asksForSecond={asksForSecond} />
      <Checkbox
        size="sm"
        my="xs"
        label={words.onlyErrors}
        checked={onlyErrors}
        onChange={(event) => setOnlyErrors(event.currentTarget.checked)}
      />
      <div className={styles.scroll} role="region" aria-label={words.preview} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              {[words.take, words.row, words.does, words.words, words.verdict, words.evidence, words.result].map(
                (head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {chosen.slice(0, shown).map((row) => (
              <PreviewRow
                key={row.row}
                row={row}
                plan={plans.get(row.row) ?? null}
                result={results.get(row.row) ?? null}
                isBusy={isBusy}
                onTake={(isTaken) => table.take([row.row], isTaken)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {chosen.length > shown && (
        <Button variant="default" mt="sm" onClick={() => setShown(shown + shownAtOnce)}>
          {words.more(Math.min(shownAtOnce, chosen.length - shown))}
        </Button>
      )}
    </>
  )
}

function Notes({ table, rows, asksForSecond }: Pick<Props, 'table' | 'rows' | 'asksForSecond'>) {
  const unknown = table.table?.unknown ?? []
  const hasMore = rows.some(({ cells }) => cells.stage || cells['further figures'])
  return (
    <>
      {unknown.length > 0 && <p className="quiet">{words.unknown(unknown)}</p>}
      {hasMore && <p className="quiet">{words.notTaken}</p>}
      {asksForSecond && bringsVerdicts(table.checked) && <p className="quiet">{words.notBlind}</p>}
    </>
  )
}

interface RowProps {
  readonly row: CsvRow
  /** Null for a row that is left out. */
  readonly plan: RowPlan | null
  readonly result: RowResult | null
  readonly isBusy: boolean
  readonly onTake: (isTaken: boolean) => void
}

function PreviewRow({ row, plan, result, isBusy, onTake }: RowProps) {
  const cells = shownOf(row)
  return (
    <tr>
      <td>
        <Checkbox
          size="sm"
          aria-label={words.takeRow(row.row)}
          checked={plan !== null}
          disabled={isBusy}
          onChange={(event) => onTake(event.currentTarget.checked)}
        />
      </td>
      <th scope="row">{row.row}</th>
      <td>
        <Plan plan={plan} />
      </td>
      <td dir="auto">
        {cells.words}
        {cells.statement && <p className="quiet">{cells.statement}</p>}
      </td>
      <td>
        {cells.verdict}
        {plan?.figure && <p className="quiet">{plan.figure}</p>}
      </td>
      <td dir="auto">
        {cells.evidence}
        {cells.quote && <p className="quiet">{cells.quote}</p>}
      </td>
      <td>{result && [words.outcomes[result.outcome], result.message].filter(Boolean).join(': ')}</td>
    </tr>
  )
}

function Plan({ plan }: Pick<RowProps, 'plan'>) {
  if (!plan) return words.leftOut
  if (plan.errors.length === 0) return plan.does
  return (
    <ul className={styles.errors}>
      {plan.errors.map(({ column, message }) => (
        <li key={`${column} ${message}`}>
          <IconAlert size={14} aria-hidden /> <strong>{column}</strong>: {message}
        </li>
      ))}
    </ul>
  )
}
