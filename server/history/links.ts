import { entryHash, knownVersions, type BareEntry, type Entry } from './entry.ts'
import { isSame } from './tree.ts'

/** What an entry is about, in a sentence on it. */
export const subjectName = ({ subject }: Pick<Entry, 'subject'>): string => `${subject.type} ${subject.id}`

/** What an entry follows: the time of the entry before it, and the hash of its subject's entry before it. */
export interface Before {
  readonly at: string | null
  readonly previous: Uint8Array | null
}

/**
 * What is wrong in an entry by itself, or between it and those before it; null for nothing. Whether its payload is what was
 * recorded is asked elsewhere (`erasure.ts`): the entry holds its hash alone.
 */
export function wrongLink(entry: BareEntry, before: Before): string | null {
  if (!knownVersions.includes(entry.version)) return `its version ${entry.version} is unknown`
  if (entry.version === 1 && entry.session !== null) return 'it names a session, which its version does not know'
  if (!sameBytes(entry.hash, hashOf(entry))) return 'its hash does not fit its fields'
  if (before.at !== null && entry.at < before.at) return 'its time is earlier than that of the entry before it'
  if (!sameBytes(entry.previous, before.previous)) return "it does not follow its subject's entry before it"
  return null
}

// Altered text may be such that no canonical form exists.
function hashOf(entry: BareEntry): Uint8Array | null {
  try {
    return entryHash(entry)
  } catch {
    return null
  }
}

/** Whether two are the same bytes, or neither is there. */
export function sameBytes(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === null || other === null ? one === other : isSame(one, other)
}
