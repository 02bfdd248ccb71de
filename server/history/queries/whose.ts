import type { Database, Transaction } from '#db/client.ts'
import type { KeptStretch } from '../../realtime/kept-sources.ts'
import { SourcesToKeep } from '../../realtime/sources-to-keep.ts'
import { textKind } from '../entry.ts'
import { keptSourcesOf } from '../store/erasure.ts'
import { textEditsOf } from '../store.ts'
import type { Holding } from './erasure.ts'
import { takingTurns } from './turns.ts'

/**
 * What must be kept, when these payloads stand in the place of those of their entries, so that each letter stays its writer's:
 * words that were put back are known by their letters.
 */
export async function whoseToKeep(db: Database | Transaction, found: readonly Holding[]): Promise<KeptStretch[]> {
  const substitutes = new Map(found.map(({ seq, payload }) => [seq, payload]))
  const written = found.filter(({ kind }) => kind === textKind)
  const all: KeptStretch[] = []
  for (const claimId of new Set(written.map(({ subject }) => subject.id))) {
    const sources = new SourcesToKeep(await keptSourcesOf(db, claimId))
    const others = takingTurns()
    for (const { seq, actor, payload } of await textEditsOf(db, claimId)) {
      await others()
      sources.take(actor, payload, substitutes.get(seq) ?? payload)
    }
    sources.end()
    all.push(...sources.kept)
  }
  return all
}
