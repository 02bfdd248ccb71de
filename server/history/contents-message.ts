import type { Content, SubjectType } from './entry.ts'

/** What is asked of the thread that reads a team's contents; each is answered in turn. */
export type Question =
  | { readonly kind: 'take'; readonly entries: PackedContents }
  | { readonly kind: 'is-state'; readonly claimId: string; readonly snapshot: Uint8Array }
  | { readonly kind: 'rows' }

/** The contents of some entries of one team in columns, as they are handed over: entry by entry it takes three times as long. */
export interface PackedContents {
  readonly seqs: readonly number[]
  readonly types: readonly SubjectType[]
  readonly ids: readonly string[]
  readonly kinds: readonly string[]
  readonly ats: readonly string[]
  readonly actors: readonly string[]
  readonly lengths: readonly number[]
  /** The payloads, one behind the other. */
  readonly payloads: Uint8Array<ArrayBuffer>
}

/** Packs contents; the bytes in it are its own. */
export function packedContents(entries: readonly Content[]): PackedContents {
  const lengths = entries.map(({ payload }) => payload.length)
  const payloads = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const { payload } of entries) {
    payloads.set(payload, at)
    at += payload.length
  }
  return {
    seqs: entries.map(({ seq }) => seq),
    types: entries.map(({ subject }) => subject.type),
    ids: entries.map(({ subject }) => subject.id),
    kinds: entries.map(({ kind }) => kind),
    ats: entries.map((entry) => entry.at),
    actors: entries.map(({ actor }) => actor),
    lengths,
    payloads,
  }
}

/** What was packed, of this team. */
export function unpackedContents(teamId: string, packed: PackedContents): Content[] {
  const { seqs, types, ids, kinds, ats, actors, lengths, payloads } = packed
  let end = 0
  return seqs.map((seq, index) => {
    const start = end
    end += lengths[index] as number
    return {
      teamId,
      seq,
      subject: { type: types[index] as SubjectType, id: ids[index] as string },
      kind: kinds[index] as string,
      at: ats[index] as string,
      actor: actors[index] as string,
      // A copy: edits are kept by the texts, and would keep all of the others.
      payload: payloads.slice(start, end),
    }
  })
}
