import { describe, expect, it } from 'vitest'
import { canonicalBytes } from './canonical-json.ts'
import type { ContentsReader } from './contents.ts'
import { seal, textKind, type Entry } from './entry.ts'
import { signedBy, type FoundNote } from './signed.ts'
import { grown, leafHash, packed, rootOf, type Peaks } from './tree.ts'
import { isDifference, readTeam } from './verify.ts'

const at = '2026-01-01T00:00:00.000Z'
const subject = { type: 'claim', id: 'one' } as const
const last = 9

/** So many edits of one claim. */
function history(): Entry[] {
  const entries: Entry[] = []
  for (let seq = 1; seq <= last; seq += 1) {
    const content = { kind: textKind, actor: 'mara', payload: canonicalBytes({ seq }), salt: Uint8Array.of(seq) }
    const place = { teamId: 'desk', seq, subject, previous: entries.at(-1)?.hash ?? null, at, session: null }
    entries.push(seal({ ...place, ...content }))
  }
  return entries
}

const peaksOf = (entries: readonly Entry[]): Peaks =>
  entries.reduce<Peaks>((peaks, { hash }, index) => grown(peaks, index, leafHash(hash)).peaks, [])

/** What is wrong, and at which entry. */
interface Broken {
  /** What it says, which only who reads contents knows. */
  readonly content?: number
  /** Its hash. */
  readonly chain?: number
  /** What was signed up to it. */
  readonly note?: number
  /** The state of the claim that is stored at it. */
  readonly state?: number
  /** A stored state at which nothing is wrong. */
  readonly stored?: number
  /** The first that cannot be fetched. */
  readonly gone?: number
}

/** A reader as in another thread: it answers later. */
function reader({ content, state }: Broken, ended: () => void): ContentsReader {
  let taken = 0
  return {
    async take(entries) {
      await Promise.resolve()
      const wrong = entries.findIndex(({ seq }) => seq === content)
      taken = entries.at(wrong)?.seq ?? taken
      return wrong < 0 ? null : { at: wrong, what: 'contents' }
    },
    isState: async () => taken !== state,
    rows: async () => new Map(),
    end: async () => ended(),
  }
}

async function read(broken: Broken, length: number): Promise<string> {
  const entries = history()
  const head = { seq: last, at, peaks: packed(peaksOf(entries)) }
  const root = rootOf(peaksOf(entries.slice(0, (broken.note ?? 1) - 1)))
  const says = { origin: 'o/1', number: 1, size: broken.note ?? 0, root }
  const note: FoundNote = { subject: 'note', size: says.size, number: 1, says, isOwn: true }
  const states = new Set([broken.state, broken.stored].filter((seq) => seq !== undefined))
  async function* parts() {
    for (let from = 0; from < last; from += length) {
      const part = entries.slice(from, from + length)
      if (part.some(({ seq }) => seq === broken.gone)) throw new Error('gone')
      yield part.map((entry) => (entry.seq === broken.chain ? { ...entry, hash: Uint8Array.of(1) } : entry))
    }
  }
  let ends = 0
  const found = await readTeam('desk', head, parts(), {
    contents: reader(broken, () => (ends += 1)),
    snapshots: {
      has: (_, seq) => states.has(seq),
      take: async (_, seq) => (states.delete(seq) ? new Uint8Array() : null),
      left: () => (states.size > 0 ? { claimId: 'one', seq: [...states][0] ?? 0 } : null),
    },
    signed: signedBy(broken.note ? [note] : [], []),
  })
  expect(ends).toBe(1)
  return isDifference(found) ? `${found.seq} ${found.subject}: ${found.what}` : 'everything agrees'
}

describe('the first thing that is wrong is said, however many entries are read at a time', () => {
  const untrue = 'it is not what the edits up to its entry make'
  const cases: [string, Broken, string][] = [
    ['nothing', {}, 'everything agrees'],
    ['nothing, and a state is stored', { stored: 4 }, 'everything agrees'],
    ['contents', { content: 4 }, '4 claim one: contents'],
    ['contents, behind a stored state', { content: 6, stored: 4 }, '6 claim one: contents'],
    ['contents, at a stored state', { content: 4, state: 4 }, '4 claim one: contents'],
    ['a stored state', { state: 4, content: 5 }, `4 claim_snapshot one: ${untrue}`],
    ['a stored state, and the hash of the next entry', { state: 4, chain: 5 }, `4 claim_snapshot one: ${untrue}`],
    ['a hash', { chain: 4 }, '4 claim one: its hash does not fit its fields'],
    ['a hash, before contents', { chain: 4, content: 5 }, '4 claim one: its hash does not fit its fields'],
    ['a hash, and contents of the same', { chain: 4, content: 4 }, '4 claim one: its hash does not fit its fields'],
    ['contents, before a hash', { content: 4, chain: 5 }, '4 claim one: contents'],
    ['a note', { note: 4, content: 5 }, '4 note: the entries that it was signed for were others'],
    ['contents, and a note of the same', { note: 4, content: 4 }, '4 claim one: contents'],
    ['a stored state, and a note of the same', { note: 4, state: 4 }, `4 claim_snapshot one: ${untrue}`],
    ['a state for no entry', { stored: last + 1 }, `${last + 1} claim_snapshot one: it stands for no entry`],
  ]
  it.each(cases)('%s', async (_, broken, said) => {
    for (let length = 1; length <= last + 1; length += 1) expect(await read(broken, length)).toBe(said)
  })

  it('also where what comes behind it cannot be fetched', async () => {
    for (const length of [1, 2, 4]) {
      expect(await read({ content: 4, gone: 5 }, length)).toBe('4 claim one: contents')
      await expect(read({ content: 5, gone: 5 }, length)).rejects.toThrow('gone')
    }
  })
})
