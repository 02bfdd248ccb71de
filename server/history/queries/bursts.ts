import { setImmediate } from 'node:timers/promises'
import type { Context } from '../../context.ts'
import { Authorship } from '../../realtime/authorship.ts'
import { startReplay } from '../../realtime/replay.ts'
import { textEditsOf } from '../store.ts'
import { burstsOf, type Burst, type TextChange } from '../timeline.ts'

/** For how many milliseconds a history is worked on before others get their turn. */
const longestTurn = 20

/** What was typed in claims, each replayed once: a burst is known only from all edits of its claim. */
export class Bursts {
  readonly #db: Context['db']
  readonly #ofClaims = new Map<string, ReadonlyMap<number, readonly Burst[]>>()

  constructor(db: Context['db']) {
    this.#db = db
  }

  /** The bursts that an edit of a claim is part of: one for each text that it changed. */
  async withEdit(claimId: string, seq: number): Promise<readonly Burst[]> {
    const known = this.#ofClaims.get(claimId) ?? byEdit(burstsOf(await changesOf(this.#db, claimId)))
    this.#ofClaims.set(claimId, known)
    return known.get(seq) ?? []
  }
}

function byEdit(bursts: readonly Burst[]): ReadonlyMap<number, readonly Burst[]> {
  const found = new Map<number, Burst[]>()
  for (const burst of bursts) for (const seq of burst.edits) found.set(seq, [...(found.get(seq) ?? []), burst])
  return found
}

async function nextTurn(): Promise<number> {
  await setImmediate()
  return performance.now()
}

async function changesOf(db: Context['db'], claimId: string): Promise<TextChange[]> {
  const replay = startReplay()
  const authorship = new Authorship()
  const changes: TextChange[] = []
  let begun = performance.now()
  try {
    for (const { seq, at, actor, payload } of await textEditsOf(db, claimId)) {
      // Whoever types meanwhile does not wait for a long history.
      if (performance.now() - begun > longestTurn) begun = await nextTurn()
      const touched = authorship.apply({ actor, payload })
      for (const { name, steps } of replay.apply(payload).edits) {
        changes.push({ seq, at, actor, name, steps, touched: touched(name) })
      }
    }
    return changes
  } finally {
    replay.end()
    authorship.end()
  }
}
