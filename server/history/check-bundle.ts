import {
  bundleFiles,
  provenTogether,
  readAbout,
  readBundledLine,
  type About,
  type BundledEntry,
  type BundleScope,
  type LeftOut,
} from './bundle.ts'
import { bundledTimestamp, type BundledTimestamp } from './bundled-timestamp.ts'
import { isFault, type Checked, type Fault } from './checked.ts'
import { originNumber, readCheckpoint, type Checkpoint } from './checkpoint.ts'
import { textKind, type BareEntry } from './entry.ts'
import { Erasures, erasureKind } from './erasure.ts'
import { subjectName, wrongLink } from './links.ts'
import { openNote, readKey, type NoteKey } from './note.ts'
import { BadArchive, type BundledFile } from './tar-file.ts'
import { grown, isContinued, isIncluded, isSame, leafHash, rootOf, type Peaks } from './tree.ts'

/** What whoever checks has from elsewhere: a key as one word, and a note that was signed before. */
export interface Trusted {
  readonly key?: string
  readonly note?: string
}

/** Tells of how many entries of a bundle so many were looked at. */
export type OnProgress = (entries: number, of: number) => void

interface Reading {
  readonly about: About
  readonly key: NoteKey
  readonly checkpoint: Checkpoint
  /** What somebody had kept; held against the entries where they are all there. */
  readonly kept: Checkpoint | null
  readonly timestamp: BundledTimestamp | null
  readonly latest: Map<string, Uint8Array>
  readonly leftOut: Record<LeftOut, number>
  readonly erasures: Erasures
  first: BareEntry | null
  last: BareEntry | null
  entries: number
  /** The tree over the entries, and up to which of them it is proven to be how the signed one begins: for a team. */
  peaks: Peaks
  proven: number
}

/**
 * Checks a bundle, given by its files, what it says of itself first: that every entry is whole, follows its subject's entry
 * before it, and is one of those that the checkpoint was signed for. Answers with the first fault.
 * @throws whatever goes wrong while it is read, but for what is no archive.
 */
export async function checkBundle(
  files: AsyncIterable<BundledFile>,
  trusted: Trusted = {},
  onProgress: OnProgress = () => {},
): Promise<Checked | Fault> {
  const heads = new Map<string, Uint8Array>()
  const names = new Set<string>()
  let reading: Reading | Fault | null = null
  try {
    for await (const { name, bytes } of files) {
      // Whoever unpacks it has the last of each name, and reads first what is told first.
      if (names.has(name)) return fault(name, 'it is there twice')
      names.add(name)
      if (reading && bundleFiles.first.includes(name)) return fault(name, 'it stands behind entries')
      if (bundleFiles.first.includes(name)) heads.set(name, bytes)
      if (!name.startsWith(bundleFiles.entries)) continue
      reading ??= await begin(heads, trusted)
      if (isFault(reading)) return reading
      for (const line of linesIn(bytes)) {
        const fault = take(reading, line)
        if (fault) return fault
      }
      onProgress(reading.entries, reading.about.entries)
    }
  } catch (error) {
    // Whatever else goes wrong on the way says nothing of the bundle.
    if (error instanceof BadArchive) return unread('the bundle', error.message)
    throw error
  }
  reading ??= await begin(heads, trusted)
  return isFault(reading) ? reading : end(reading)
}

const fault = (subject: string, what: string): Fault => ({ seq: null, subject, what })
const unread = (subject: string, what: string): Fault => ({ ...fault(subject, what), isUnread: true })

const linesIn = (bytes: Uint8Array): string[] =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/\n$/u, '').split('\n')

type Heads = ReadonlyMap<string, Uint8Array>

const textIn = (heads: Heads, name: string): string => new TextDecoder().decode(heads.get(name))

async function begin(heads: Heads, trusted: Trusted): Promise<Reading | Fault> {
  const about = readAbout(textIn(heads, bundleFiles.about))
  if (!about) return unread(bundleFiles.about, 'it is not there before the entries, or cannot be read')
  const word = textIn(heads, bundleFiles.key).trim()
  const key = readKey(word)
  if (!key) return unread(bundleFiles.key, 'it is not there before the entries, or holds no key')
  if (trusted.key !== undefined && trusted.key !== word) {
    return fault(bundleFiles.key, `the key is ${word}, and not ${trusted.key}`)
  }
  const checkpoint = await signedWith(key, textIn(heads, bundleFiles.checkpoint))
  if (!checkpoint) return fault(bundleFiles.checkpoint, 'the key did not sign it, or it was changed')
  const kept = trusted.note === undefined ? null : await signedWith(key, trusted.note)
  if (trusted.note !== undefined && !kept) return fault('the checkpoint that was kept', 'the key did not sign it')
  const wrong = wrongAbout(about, checkpoint) ?? (kept && wrongKept(kept, about, checkpoint))
  const found = {
    note: heads.get(bundleFiles.timestamped) ?? null,
    response: heads.get(bundleFiles.timestamp) ?? null,
    proof: about.timestamped,
  }
  const timestamp = await bundledTimestamp(found, key, checkpoint)
  if (wrong || (timestamp && isFault(timestamp))) return wrong ?? (timestamp as Fault)
  const empty = { latest: new Map(), leftOut: { sealed: 0, 'other-claim': 0 }, first: null, last: null, entries: 0 }
  const erasures = new Erasures(about.scope.type === 'team')
  return { about, key, checkpoint, kept, timestamp, ...empty, erasures, peaks: [], proven: 0 }
}

async function signedWith(key: NoteKey, note: string): Promise<Checkpoint | null> {
  const text = await openNote(note, key)
  return text === null ? null : readCheckpoint(text)
}

function wrongAbout({ team, size, entries, scope, earlier }: About, checkpoint: Checkpoint): Fault | null {
  if (originNumber(checkpoint.origin, team) === null) {
    return fault(bundleFiles.checkpoint, `it is on ${checkpoint.origin}, and not on the team ${team}`)
  }
  const isWhole = scope.type !== 'team' || (scope.id === team && entries === size)
  if (size !== checkpoint.size || !isWhole) {
    return fault(bundleFiles.about, `it does not fit the checkpoint, which is of ${checkpoint.size} entries`)
  }
  if (!earlier || isContinued(earlier, checkpoint, earlier.proof)) return null
  return fault(bundleFiles.about, `nothing proves that the history begins with the ${earlier.size} entries of earlier`)
}

function wrongKept(kept: Checkpoint, { scope, earlier }: About, checkpoint: Checkpoint): Fault | null {
  const subject = 'the checkpoint that was kept'
  if (kept.origin !== checkpoint.origin) return fault(subject, `it is on ${kept.origin}, not ${checkpoint.origin}`)
  if (kept.size > checkpoint.size) {
    return fault(subject, `it is of ${kept.size} entries, and the bundle of ${checkpoint.size}: ask for a newer one`)
  }
  const known = [checkpoint, earlier].find((each) => each?.size === kept.size)
  if (known) return isSame(known.root, kept.root) ? null : fault(subject, otherEntries)
  if (scope.type === 'team') return null
  return unread(
    subject,
    `the bundle does not say whether it goes on from there: ask for one with &from=${kept.size} behind its address`,
  )
}

const otherEntries = 'the entries that it was signed for were others'

function take(reading: Reading, line: string): Fault | null {
  const { about, last } = reading
  const due = reading.entries + 1
  const bundled = readBundledLine(line)
  if (!bundled) return { seq: null, subject: `entry number ${due} of the bundle`, what: 'its line cannot be read' }
  const { entry, content } = bundled
  const subject = `${subjectName(entry)}, ${entry.kind}`
  // What was erased is there without what else was recorded of the team.
  const isApart = about.scope.type !== 'team' && entry.kind === erasureKind
  const previous = isApart ? entry.previous : (reading.latest.get(subjectName(entry)) ?? null)
  const what =
    wrongPlace(reading, bundled, due) ??
    wrongLink(entry, { at: last?.at ?? null, previous }) ??
    (about.scope.type === 'team' ? null : wrongInclusion(bundled, reading.checkpoint))
  if (what) return { seq: entry.seq, subject, what }
  const broken = reading.erasures.take(entry, subject, typeof content === 'string' ? null : content)
  if (broken) return broken
  if (!isApart) reading.latest.set(subjectName(entry), entry.hash)
  reading.entries = due
  reading.first ??= entry
  reading.last = entry
  if (typeof content === 'string') reading.leftOut[content] += 1
  return about.scope.type === 'team' ? grow(reading, bundled) : null
}

function wrongPlace({ about, last }: Reading, { number, entry, content }: BundledEntry, due: number): string | null {
  const { scope, size, team } = about
  const after = last?.seq ?? 0
  if (scope.type === 'team' && entry.seq > after + 1) return `entry ${after + 1}, before it, is missing`
  if (number > due) return `number ${due} of the bundle, before it, is missing`
  if (number < due || entry.seq <= after) return 'it does not stand where it belongs, or is there twice'
  if (entry.seq > size) return `it is not among the ${size} entries that were signed`
  if (entry.teamId !== team) return `it is of the team ${entry.teamId}`
  if (scope.type === 'claim' && entry.subject.type === 'claim' && entry.subject.id !== scope.id) {
    return 'it is of another claim'
  }
  return typeof content === 'string' && !mayBeLeftOut(content, entry.kind, scope) ? 'its payload is missing' : null
}

/** Whether a reason to leave a payload out is one for this kind of entry: nobody leaves out what they do not like. */
function mayBeLeftOut(why: LeftOut, kind: string, scope: BundleScope): boolean {
  return why === 'sealed' ? kind === 'rating.give' : scope.type === 'claim' && kind !== textKind
}

function wrongInclusion({ entry, inclusion }: BundledEntry, checkpoint: Checkpoint): string | null {
  if (!inclusion) return 'what proves it is missing'
  return isIncluded(leafHash(entry.hash), entry.seq - 1, checkpoint, inclusion)
    ? null
    : 'it is not what was signed, or what proves it was changed'
}

/** Puts an entry into the tree, and holds the tree against the signed one where that is proven. */
function grow(reading: Reading, { entry: { seq, hash }, consistency }: BundledEntry): Fault | null {
  const { checkpoint, kept } = reading
  reading.peaks = grown(reading.peaks, seq - 1, leafHash(hash)).peaks
  if (seq % provenTogether !== 0 && seq !== checkpoint.size && seq !== kept?.size) return null
  const now = { size: seq, root: rootOf(reading.peaks) }
  if (seq === kept?.size && !isSame(kept.root, now.root)) return fault('the checkpoint that was kept', otherEntries)
  if (seq % provenTogether !== 0 && seq !== checkpoint.size) return null
  if (consistency && isContinued(now, checkpoint, consistency)) {
    reading.proven = seq
    return null
  }
  const count = seq - reading.proven - 1
  const others = count === 0 ? 'it is' : `it, or one of the ${count} after it, is`
  return {
    seq: reading.proven + 1,
    subject: 'the history',
    what: `${others} not what was signed, or what proves it was changed`,
  }
}

function end(reading: Reading): Checked | Fault {
  const { about, key, checkpoint, entries, latest, first, last, leftOut, kept, timestamp, erasures } = reading
  if (!first || !last) return fault('the bundle', 'there is no entry in it')
  if (entries !== about.entries) {
    return { seq: last.seq, subject: 'the bundle', what: `after it, ${about.entries - entries} entries are missing` }
  }
  if (!latest.has(`${about.scope.type} ${about.scope.id}`)) {
    return fault('the bundle', `it holds nothing of the ${about.scope.type} ${about.scope.id}`)
  }
  if (erasures.wrong) return erasures.wrong
  const { erased } = erasures
  return {
    about,
    key,
    checkpoint,
    entries,
    subjects: latest.size,
    first,
    last,
    leftOut,
    erased,
    kept: kept?.size ?? null,
    timestamp,
  }
}
