import { Authorship, type AuthoredEdit } from './authorship.ts'
import type { KeptSources } from './kept-sources.ts'
import type { TextName } from './protocol.ts'

/** The texts that readers see. */
const publicTexts: readonly TextName[] = ['statement', 'analysis']

/**
 * Whose hands are in what a claim's public texts say now: whoever wrote or brought back words that stand, and whoever
 * took others' words away after the entry `since`, going by what was `kept` of edits that were erased in part: what is left out changes what a reader is told.
 */
export function writersOf(
  edits: readonly (AuthoredEdit & { readonly seq: number })[],
  kept: KeptSources,
  since: number,
): string[] {
  const authorship = new Authorship()
  authorship.know(kept)
  const people = new Set<string>()
  for (const edit of edits) {
    const touched = authorship.apply(edit)
    const hasTaken = publicTexts.some((name) => touched(name).removed.length > 0)
    if (hasTaken && edit.seq > since) people.add(edit.actor)
  }
  for (const { writer, restoredBy } of publicTexts.flatMap((name) => authorship.runsOf(name))) {
    people.add(writer)
    if (restoredBy) people.add(restoredBy)
  }
  authorship.end()
  return [...people]
}
