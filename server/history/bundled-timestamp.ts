import { bundleFiles } from './bundle.ts'
import type { Fault } from './checked.ts'
import { readCheckpoint, type Checkpoint } from './checkpoint.ts'
import { openNote, type NoteKey } from './note.ts'
import { BadTimestamp, expectOver, readTimestamp } from './timestamp.ts'
import { isContinued } from './tree.ts'

/** What a timestamp in a bundle says: that a checkpoint of so many entries was there at a time. By whom was not asked. */
export interface BundledTimestamp {
  readonly size: number
  /** ISO 8601 in UTC. */
  readonly at: string
}

/** A timestamp as it lies in a bundle, by its files; what is not there is null. */
export interface FoundTimestamp {
  readonly note: Uint8Array | null
  readonly response: Uint8Array | null
  /** That the tree of the bundle begins with that of the note. */
  readonly proof: readonly Uint8Array[] | null
}

/**
 * Whether the timestamp of a bundle fits its own digest and is over a note of this key, on what the history begins with; null
 * where there is none. Whether its signature fits, and whose it is, it does not say: for that there is OpenSSL.
 */
export async function bundledTimestamp(
  { note, response, proof }: FoundTimestamp,
  key: NoteKey,
  checkpoint: Checkpoint,
): Promise<BundledTimestamp | Fault | null> {
  if (!note && !response && !proof) return null
  if (!note || !response || !proof) return fault(bundleFiles.timestamp, 'what belongs to it is not there')
  const text = await openNote(new TextDecoder('utf-8', { ignoreBOM: true }).decode(note), key)
  const older = text === null ? null : readCheckpoint(text)
  if (!older) return fault(bundleFiles.timestamped, 'the key did not sign it, or it was changed')
  if (older.origin !== checkpoint.origin || !isContinued(older, checkpoint, proof)) {
    return fault(bundleFiles.timestamped, 'nothing proves that the history begins with what it was signed for')
  }
  try {
    const timestamp = readTimestamp(response)
    expectOver(timestamp, note)
    return { size: older.size, at: timestamp.at }
  } catch (error) {
    if (error instanceof BadTimestamp) return fault(bundleFiles.timestamp, error.message)
    throw error
  }
}

const fault = (subject: string, what: string): Fault => ({ seq: null, subject, what })
