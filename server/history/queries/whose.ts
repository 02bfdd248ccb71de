import { setImmediate } from 'node:timers/promises'
import type { Database, Transaction } from '#db/client.ts'
import type { KeptStretch } from '../../realtime/kept-sources.ts'
import { SourcesToKeep } from '../../realtime/sources-to-keep.ts'
import { textKind } from '../entry.ts'
import { keptSourcesOf } from '../store/erasure.ts'
import { textEditsOf } from '../store.ts'
import type { Holding } from './erasure.ts'

/** For how many milliseconds texts are worked on before others get their turn. */
const longestTurn = 20

/**
 * What must be kept, when these payloads stand in the place of those of their entries, so that each letter stays its writer's:
 * words that were put back are known by their letters.
 */
export async function whoseToKeep(db: Database | Transaction, found: readonly Holding[]): Promise<KeptStretch[]> {
  const others = new Map(found.map(({ seq, payload }) => [seq, payload]))
  const written = found.filter(({ kind }) => kind === textKind)
  const all: KeptStretch[] = []
  for (const claimId of new Set(written.map(({ subject }) => subject.id))) {
    const sources = new SourcesToKeep(await keptSourcesOf(db, claimId))
    let begun = performance.now()
    for (const { seq, actor, payload } of await textEditsOf(db, claimId)) {
      sources.take(actor, payload, others.get(seq) ?? payload)
      if (performance.now() - begun < longestTurn) continue
      await setImmediate()
      begun = performance.now()
    }
    sources.end()
    all.push(...sources.kept)
  }
  return all
}
