import { generateKeyPairSync, sign } from 'node:crypto'
import {
  aboutText,
  bundledLine,
  bundleFiles,
  provenTogether,
  type About,
  type BundledEntry,
  type BundleScope,
} from '#server/history/bundle.ts'
import { checkpointText, originOfTeam } from '#server/history/checkpoint.ts'
import { seal, textKind, type Entry, type Subject } from '#server/history/entry.ts'
import { keyText, noteOf, type NoteKey } from '#server/history/note.ts'
import type { BundledFile } from '#server/history/tar-file.ts'
import {
  consistencyRanges,
  grown,
  inclusionRanges,
  leafHash,
  rootOf,
  type Peaks,
  type Range,
} from '#server/history/tree.ts'

/** Somebody who signs. */
export interface Signer {
  readonly key: NoteKey
  note(size: number, entries: readonly Entry[]): string
}

/** A key of its own for the team `desk`. */
export function signer(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const key = { name: 'desk.example', publicKey: new Uint8Array(raw) }
  return {
    key,
    note(size, entries) {
      const root = rootIn(entries, { from: 0, to: size })
      const text = checkpointText({ origin: originOfTeam(key.name, 'desk'), size, root })
      return noteOf(text, key, new Uint8Array(sign(null, Buffer.from(text), privateKey)))
    },
  }
}

const subjects: readonly Subject[] = [
  { type: 'team', id: 'desk' },
  { type: 'claim', id: 'claim-1' },
  { type: 'source', id: 'source-1' },
  { type: 'claim', id: 'claim-2' },
]

/** A history of so many entries of four subjects, the payload of each with its number; `from` on it says other things. */
export function madeHistory(size: number, from = Infinity): Entry[] {
  const latest = new Map<Subject, Uint8Array>()
  return Array.from({ length: size }, (_, index) => {
    const subject = subjects[index % subjects.length]!
    const isText = subject.id === 'claim-1' && index % 3 === 0
    const words = `{"n":${index}${index + 1 >= from ? ',"other":true' : ''},"words":"zwölf “Züge”"}`
    const made = seal({
      teamId: 'desk',
      seq: index + 1,
      subject,
      previous: latest.get(subject) ?? null,
      // One is a rating, which may be sealed.
      kind: isText ? textKind : index === 5 ? 'rating.give' : 'claim.describe',
      at: new Date(1_700_000_000_000 + index * 60_000).toISOString(),
      actor: 'mara',
      session: 'laptop',
      salt: Uint8Array.from({ length: 16 }, (_unused, at) => index + at),
      payload: new TextEncoder().encode(words),
    })
    latest.set(subject, made.hash)
    return made
  })
}

function rootIn(entries: readonly Entry[], { from, to }: Range): Uint8Array {
  let peaks: Peaks = []
  for (const [index, { hash }] of entries.slice(from, to).entries()) peaks = grown(peaks, index, leafHash(hash)).peaks
  return rootOf(peaks)
}

export interface Made {
  about: About
  checkpoint: string
  key: string
  lines: BundledEntry[]
}

/** A bundle of a history, up to so many entries, of the team or of its first claim and the source. */
export function madeBundle(
  entries: readonly Entry[],
  { key, note }: Signer,
  type: BundleScope['type'],
  earlier: number | null = null,
): Made {
  const size = entries.length
  const chosen = entries.filter(({ subject }) => type === 'team' || ['claim-1', 'source-1'].includes(subject.id))
  const proof = (ranges: readonly Range[]) => ranges.map((range) => rootIn(entries, range))
  const lines = chosen.map(({ salt, payload, ...entry }, index): BundledEntry => {
    const isMark = entry.seq % provenTogether === 0 || entry.seq === size
    return {
      number: index + 1,
      entry,
      content: { salt, payload },
      inclusion: type === 'team' ? null : proof(inclusionRanges(entry.seq - 1, { from: 0, to: size })),
      consistency: type === 'team' && isMark ? proof(consistencyRanges(entry.seq, size)) : null,
    }
  })
  const about: About = {
    format: 1,
    scope: { type, id: type === 'team' ? 'desk' : 'claim-1' },
    team: 'desk',
    entries: lines.length,
    size,
    people: { mara: 'Mara' },
    earlier:
      earlier === null
        ? null
        : {
            size: earlier,
            root: rootIn(entries, { from: 0, to: earlier }),
            proof: proof(consistencyRanges(earlier, size)),
          },
    timestamped: null,
  }
  return { about, checkpoint: note(size, entries), key: `${keyText(key)}\n`, lines }
}

/** The files of such a bundle, with a few entries in each. */
export function filesOf({ about, checkpoint, key, lines }: Made): BundledFile[] {
  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })
  const parts = Array.from({ length: Math.ceil(lines.length / 10) }, (_, at) =>
    file(
      `${bundleFiles.entries}${String(at).padStart(4, '0')}.jsonl`,
      lines
        .slice(at * 10, at * 10 + 10)
        .map(bundledLine)
        .join(''),
    ),
  )
  return [
    file(bundleFiles.about, aboutText(about)),
    file(bundleFiles.checkpoint, checkpoint),
    file(bundleFiles.key, key),
    ...parts,
  ]
}

/** One after another, as they come. */
export async function* inOrder<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all
}
