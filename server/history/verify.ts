import type { ContentsReader, ExpectedRow, ExpectedRows } from './contents.ts'
import { textKind, type Entry } from './entry.ts'
import { Erasures, erasureKind, type Erased } from './erasure.ts'
import { subjectName, wrongLink } from './links.ts'
import { leftBehind, unmetSigned, wrongSigned, type Left, type Signed } from './signed.ts'
import { grown, isKept, isSame, leafHash, packed, type Peaks } from './tree.ts'

/** Where history and database first part, in plain words. */
export interface Difference {
  readonly seq: number | null
  readonly subject: string
  readonly what: string
}

/** What verification of a team's entries needs besides them. */
export interface Means {
  readonly contents: ContentsReader
  readonly snapshots: Snapshots
  /** What was signed of this team's history; emptied as it is looked at. */
  readonly signed: Signed
}

/** The stored states of a team's claims. Each is asked for once; what nobody asked for stands for nothing. */
export interface Snapshots {
  has(claimId: string, seq: number): boolean
  take(claimId: string, seq: number): Promise<Uint8Array | null>
  left(): { readonly claimId: string; readonly seq: number } | null
}

/** What the entries of a team say that the database holds, row by row and table by table. */
export interface Expected {
  readonly rows: ExpectedRows
  /** What was signed before and left at a fork. */
  readonly left: readonly Left[]
  readonly erased: Erased
}

export interface TeamHead {
  readonly seq: number
  readonly at: string
  /** The tree over all entries. */
  readonly peaks: Uint8Array
}

/** The table of the tree's roots. */
export const nodeTable = 'historyNode'

interface Reading {
  readonly means: Means
  readonly latest: Map<string, Uint8Array>
  readonly nodes: ExpectedRow[]
  readonly erasures: Erasures
  peaks: Peaks
  last: Entry | null
}

/**
 * Reads a team's entries in order, some at a time, and re-derives everything from them.
 * Answers with the first difference, or with the rows that the database must hold.
 */
export async function readTeam(
  teamId: string,
  head: TeamHead | null,
  parts: AsyncIterable<readonly Entry[]>,
  means: Means,
): Promise<Difference | Expected> {
  const reading: Reading = { means, latest: new Map(), nodes: [], erasures: new Erasures(true), peaks: [], last: null }
  try {
    let found: Difference | null = null
    for await (const entries of parts) {
      const wrong: Wrong | null = found ? null : await firstWrong(reading, entries)
      for (const [at, entry] of entries.entries()) {
        // Behind the first difference only what was erased before it is of interest.
        if (found && !reading.erasures.isOpen) return found
        if (found && entry.kind !== erasureKind) continue
        const broken = reading.erasures.take(entry, subjectName(entry), entry)
        if (broken) return found ?? broken
        if (wrong?.at === at) found = wrong.difference
      }
      // However many entries are read at a time.
      if (found && !reading.erasures.isOpen) return found
    }
    return (
      reading.erasures.wrong ??
      found ??
      wrongHead(reading, teamId, head) ?? {
        rows: (await means.contents.rows()).set(nodeTable, reading.nodes),
        left: leftBehind(means.signed),
        erased: reading.erasures.erased,
      }
    )
  } finally {
    // What was read of a long history is large, and the rows are at hand.
    await means.contents.end()
  }
}

/** Whether the reading of a team ended early. */
export function isDifference(outcome: Difference | Expected): outcome is Difference {
  return 'what' in outcome
}

/** What is wrong, and at which of some entries, counted from 0. */
interface Wrong {
  readonly at: number
  readonly difference: Difference
  /** Whether anything else that is wrong in the same entry is said instead. */
  readonly yields: boolean
}

/** The first thing wrong in some entries: how they hang together is looked at while what they say is read. */
async function firstWrong(reading: Reading, entries: readonly Entry[]): Promise<Wrong | null> {
  // In this order: what is asked of another thread is on its way before the chain keeps this one busy.
  const [said, linked] = await Promise.all([wrongContents(reading.means, entries), wrongChain(reading, entries)])
  if (!said || !linked) return said ?? linked
  return said.at < linked.at || (said.at === linked.at && linked.yields) ? said : linked
}

async function wrongContents({ contents, snapshots }: Means, entries: readonly Entry[]): Promise<Wrong | null> {
  const isStored = ({ kind, subject, seq }: Entry) => kind === textKind && snapshots.has(subject.id, seq)
  for (let from = 0; from < entries.length;) {
    const stored = entries.findIndex((entry, at) => at >= from && isStored(entry))
    const to = stored < 0 ? entries.length : stored + 1
    const wrong = await contents.take(entries.slice(from, to))
    if (wrong) return wrongAt(entries, from + wrong.at, wrong.what)
    const difference = stored < 0 ? null : await wrongSnapshot({ contents, snapshots }, entries[stored] as Entry)
    if (difference) return { at: stored, difference, yields: false }
    from = to
  }
  return null
}

async function wrongChain(reading: Reading, entries: readonly Entry[]): Promise<Wrong | null> {
  for (const [at, entry] of entries.entries()) {
    const what = wrongPlace(reading, entry)
    if (what !== null) return wrongAt(entries, at, what)
    reading.latest.set(subjectName(entry), entry.hash)
    grow(reading, entry)
    const signed = wrongSigned(reading.means.signed, entry.seq, reading.peaks)
    if (signed) return { at, difference: { seq: entry.seq, ...signed }, yields: true }
    reading.last = entry
  }
  return null
}

function wrongAt(entries: readonly Entry[], at: number, what: string): Wrong {
  const entry = entries[at] as Entry
  return { at, difference: { seq: entry.seq, subject: subjectName(entry), what }, yields: false }
}

function grow(reading: Reading, { teamId, seq, hash }: Entry): void {
  const { peaks, completed } = grown(reading.peaks, seq - 1, leafHash(hash))
  reading.peaks = peaks
  for (const node of completed.filter(isKept)) reading.nodes.push({ teamId, seq, ...node })
}

function wrongPlace({ last, latest }: Reading, entry: Entry): string | null {
  const due = (last?.seq ?? 0) + 1
  if (entry.seq !== due) return `entry ${due} is missing`
  return wrongLink(entry, { at: last?.at ?? null, previous: latest.get(subjectName(entry)) ?? null })
}

async function wrongSnapshot(
  { contents, snapshots }: Pick<Means, 'contents' | 'snapshots'>,
  { subject, seq }: Entry,
): Promise<Difference | null> {
  const snapshot = await snapshots.take(subject.id, seq)
  if (!snapshot || (await contents.isState(subject.id, snapshot))) return null
  return { seq, subject: `claim_snapshot ${subject.id}`, what: 'it is not what the edits up to its entry make' }
}

function wrongHead({ last, means, peaks }: Reading, teamId: string, head: TeamHead | null): Difference | null {
  const subject = `team ${teamId}`
  const seq = last?.seq ?? 0
  const left = means.snapshots.left()
  if (left) return { seq: left.seq, subject: `claim_snapshot ${left.claimId}`, what: 'it stands for no entry' }
  const unmet = unmetSigned(means.signed, seq)
  if (unmet) return { seq, ...unmet }
  if (!head) return { seq, subject, what: 'the team has entries or rows, but no head' }
  if (head.seq !== seq) return { seq, subject, what: `the head says ${head.seq} entries, but there are ${seq}` }
  if (last && head.at !== last.at) return { seq, subject, what: "the head's time is not that of the last entry" }
  if (!isSame(head.peaks, packed(peaks))) return { seq, subject, what: "the head's tree is not that of the entries" }
  return null
}
