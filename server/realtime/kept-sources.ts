import * as Y from 'yjs'
import type { Sources } from './letters.ts'

/**
 * A new stretch of text, by the id of its first letter, and where its letters were written first, run by run: so many letters,
 * from this id on, or none for letters that are new.
 */
export type KeptStretch = {
  readonly client: number
  readonly clock: number
  readonly from: readonly { readonly length: number; readonly client?: number; readonly clock?: number }[]
}

/** Where the letters of stretches were written first that their edits do not tell any more, by `stretchName`. */
export type KeptSources = ReadonlyMap<string, Sources>

/** By what a stretch is known again that begins with this letter. */
export const stretchName = ({ client, clock }: Pick<Y.ID, 'client' | 'clock'>): string => `${client} ${clock}`

/** What was kept, the newest of several counts. */
export function keptSources(all: readonly KeptStretch[]): KeptSources {
  return new Map(all.map((stretch) => [stretchName(stretch), sourcesOf(stretch)]))
}

const sourcesOf = ({ from }: KeptStretch): Sources =>
  from.flatMap(({ length, client, clock }) =>
    Array.from({ length }, (_, index) =>
      client === undefined || clock === undefined ? null : Y.createID(client, clock + index),
    ),
  )

/** The runs of the same. */
export function sourceRuns(sources: Sources): KeptStretch['from'] {
  const runs: { length: number; client?: number; clock?: number }[] = []
  for (const source of sources) {
    const last = runs.at(-1)
    const goesOn = source
      ? last?.client === source.client && last.clock !== undefined && last.clock + last.length === source.clock
      : last !== undefined && last.client === undefined
    if (last && goesOn) last.length += 1
    else runs.push({ length: 1, ...(source && { client: source.client, clock: source.clock }) })
  }
  return runs
}
