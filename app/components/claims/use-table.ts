import { useDeferredValue, useMemo, useState, type ChangeEvent } from 'react'
import { paths } from '#app/paths.ts'
import { asProblem } from '#server/errors.ts'
import { checkRows } from '#server/claims/csv-check.ts'
import type { CsvTarget } from '#server/claims/csv-known.ts'
import { decodeTable, readTable, tableLimit, type CsvTable } from '#server/claims/csv-table.ts'
import { draftName, draftOf, dropDraft, keepDraft } from '../forms/drafts.ts'
import { importMessages as words } from './import-messages.ts'

const none: ReadonlySet<number> = new Set()

/** The table that is typed, pasted or chosen, what is left out of it, and what it comes to in this report. */
export function useTable(reportId: string, target: CsvTarget, onChange: () => void) {
  const name = draftName(paths.importedClaims(reportId), 'claims.import')
  const [typed, setTyped] = useState(() => draftOf(name)?.fields['table'] ?? '')
  const [leftOut, setLeftOut] = useState(none)
  const [file, setFile] = useState<{ readonly note: string; readonly isWrong: boolean } | null>(null)
  const text = useDeferredValue(typed)
  const read = useMemo(() => readTyped(text), [text])
  const checked = useMemo(
    () =>
      read.table
        ? checkRows(
            read.table.rows.filter(({ row }) => !leftOut.has(row)),
            target,
          )
        : [],
    [read, leftOut, target],
  )

  const type = (table: string) => {
    setTyped(table)
    setLeftOut(none)
    onChange()
    if (table.trim() === '') dropDraft(name)
    else keepDraft(name, { fields: { table }, base: { seen: undefined, fields: {} } })
  }
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.currentTarget.files?.[0]
    if (!chosen) return
    if (chosen.size > tableLimit) return setFile({ note: words.fileTooLarge, isWrong: true })
    try {
      const decoded = decodeTable(new Uint8Array(await chosen.arrayBuffer()))
      setFile({ note: words.fileRead(chosen.name, decoded.encoding), isWrong: false })
      type(decoded.text.replace(/^\uFEFF/u, ''))
    } catch {
      setFile({ note: words.fileFailed, isWrong: true })
    }
  }
  const take = (rows: readonly number[], isTaken: boolean) => {
    setLeftOut((now) => (isTaken ? new Set([...now].filter((row) => !rows.includes(row))) : new Set([...now, ...rows])))
  }
  const written = () => dropDraft(name)
  return { typed, type, file, choose, ...read, checked, leftOut, take, written, isReading: text !== typed }
}

function readTyped(text: string): { readonly table: CsvTable | null; readonly refused: string | null } {
  if (text.trim() === '') return { table: null, refused: null }
  try {
    return { table: readTable(text), refused: null }
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    return { table: null, refused: problem.message }
  }
}
