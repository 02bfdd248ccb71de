import { setImmediate } from 'node:timers/promises'
import * as Y from 'yjs'
import type { Database } from '#db/client.ts'
import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { headOf } from '../history/store.ts'
import { anchorBetween, layoutOf, placeOf, type Anchor, type Ends, type Place } from './anchor.ts'
import type { TextName } from './protocol.ts'
import { loadClaimAt } from './store.ts'

/** Words of a claim's text as a page names them: their ends, and how they read there. */
export interface ChosenWords extends Ends {
  readonly textName: TextName
  readonly quote: string
}

/**
 * Ties something to words of a claim's text as it is recorded now; `textSeq` says of which moment that is.
 * @throws {Problem} `changed-since` when words between these ends do not stand there so.
 */
export async function anchorTo(
  { db, actor }: Context,
  claimId: string,
  { textName, quote, ...ends }: ChosenWords,
): Promise<Anchor & { readonly textSeq: number }> {
  const { doc, seq: textSeq } = await docAt(db, claimId, await headOf(db, actor.teamId))
  try {
    const anchor = anchorBetween(doc, textName, ends)
    if (anchor?.quote === quote) return { ...anchor, textSeq }
    throw new Problem(
      'changed-since',
      'These words do not stand in the saved text so: they were changed meanwhile, or are not saved yet. Select them again.',
    )
  } finally {
    doc.destroy()
  }
}

/** Where each of these anchors of a claim's texts is now, in their order; null for one whose words are gone. */
export async function placesOf(
  { db, actor }: Context,
  claimId: string,
  anchors: readonly Anchor[],
): Promise<readonly (Place | null)[]> {
  if (anchors.length === 0) return []
  const { doc } = await docAt(db, claimId, await headOf(db, actor.teamId))
  try {
    const layouts = new Map(anchors.map(({ textName }) => [textName, layoutOf(doc.getText(textName))]))
    const places: (Place | null)[] = []
    for (const anchor of anchors) {
      const layout = layouts.get(anchor.textName)
      places.push((layout && placeOf(layout, anchor)) ?? null)
      // One takes some milliseconds in a text of many parts, and others get their turn.
      await setImmediate()
    }
    return places
  } finally {
    doc.destroy()
  }
}

async function docAt(db: Database, claimId: string, at: number): Promise<{ doc: Y.Doc; seq: number }> {
  const { updates, seq } = await loadClaimAt(db, claimId, at)
  const doc = new Y.Doc()
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return { doc, seq }
}
