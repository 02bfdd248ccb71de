import { useEffect, useRef, useState } from 'react'
import { useRevalidator } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { CheckedClaim } from '#server/claims/csv-check.ts'
import type { RowResult } from '#server/claims/csv-result.ts'
import { postDeed } from '../forms/use-deed.ts'
import { isWritten, portionsOf } from './import-plan.ts'

/** How far the writing of a table is. */
export interface Run {
  readonly state: 'idle' | 'running' | 'stopping' | 'stopped' | 'done'
  readonly results: ReadonlyMap<number, RowResult>
  /** How many claims this run has to write, and how many of them have an answer. */
  readonly all: number
  readonly answered: number
  /** Why it stopped by itself. */
  readonly problem: string | null
}

const idle: Run = { state: 'idle', results: new Map(), all: 0, answered: 0, problem: null }

/**
 * Writes checked claims a few at a time. It can be stopped and taken up again; a claim of which no answer came is sent
 * again then, and the server knows whether it is written.
 */
export function useImport(reportId: string) {
  const [run, setRun] = useState(idle)
  const wanted = useRef(false)
  const { revalidate } = useRevalidator()
  useEffect(
    () => () => {
      wanted.current = false
    },
    [],
  )

  const start = async (claims: readonly CheckedClaim[]) => {
    const rest = claims.filter((claim) => !isWritten(claim, run.results))
    wanted.current = true
    setRun(({ results }) => ({ state: 'running', results, all: rest.length, answered: 0, problem: null }))
    for (const portion of portionsOf(rest)) {
      if (!wanted.current) break
      const rows = JSON.stringify(portion.flatMap((claim) => claim.rows))
      const answer = await postDeed(paths.importedClaims(reportId), 'claims.import', { rows })
      if (!answer.ok) {
        wanted.current = false
        setRun((now) => ({ ...now, problem: answer.message }))
        break
      }
      const told = answer['results'] as readonly RowResult[]
      setRun((now) => ({
        ...now,
        answered: now.answered + portion.length,
        results: new Map([...now.results, ...told.map((result) => [result.row, result] as const)]),
      }))
    }
    const state = wanted.current ? 'done' : 'stopped'
    wanted.current = false
    setRun((now) => ({ ...now, state }))
    revalidate()
  }
  const stop = () => {
    wanted.current = false
    setRun((now) => ({ ...now, state: 'stopping' }))
  }
  return { run, start, stop, forget: () => setRun(idle) }
}
