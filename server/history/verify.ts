import type { Permission } from '../policy/rules.ts'
import { rules } from '../policy/rules.ts'
import type { Replay } from '../realtime/replay.ts'
import type { Aggregate, Event, Rows } from './aggregate.ts'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { textKind, type Entry, type SubjectType } from './entry.ts'
import { Erasures, erasureKind, type Erased } from './erasure.ts'
import { eventOf } from './fold.ts'
import { sameBytes, subjectName, wrongLink } from './links.ts'
import { leftBehind, unmetSigned, wrongSigned, type Left, type Signed } from './signed.ts'
import type { TimelineRows } from './timeline-rows.ts'
import { grown, isKept, isSame, leafHash, packed, type Peaks } from './tree.ts'

/** Where history and database first part, in plain words. */
export interface Difference {
  readonly seq: number | null
  readonly subject: string
  readonly what: string
}

/** Follows one subject through its deeds. */
export interface Follower {
  take(deed: Entry): void
  rows(): Rows
}

/** One kind of subject, as verification sees it. */
export interface Verifiable {
  readonly type: SubjectType
  follow(id: string, teamId: string): Follower
}

/** Makes an aggregate followable without its types. */
export function verifiable<State, Command extends { kind: Permission }, E extends Event>(
  aggregate: Aggregate<State, Command, E>,
): Verifiable {
  return {
    type: aggregate.type,
    follow(id, teamId) {
      let state = aggregate.initial
      return {
        take(deed) {
          state = aggregate.evolve(state, eventOf<E>(deed), deed)
        },
        rows: () => aggregate.rows(id, teamId, state),
      }
    },
  }
}

/** What verification of a team's entries needs besides them. */
export interface Means {
  readonly kinds: readonly Verifiable[]
  startReplay(): Replay
  /** To whom a client id of a claim was allocated; null when that is no longer known. */
  ownerOf(clientId: number): { readonly claimId: string; readonly personId: string } | null
  readonly snapshots: Snapshots
  /** Makes the rows by which the timeline is found, as far as it is told. */
  readonly timeline: TimelineRows
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
  readonly rows: ReadonlyMap<string, readonly ExpectedRow[]>
  /** What was signed before and left at a fork. */
  readonly left: readonly Left[]
  readonly erased: Erased
}

export type ExpectedRow = { readonly seq: number } & Readonly<Record<string, unknown>>

export interface TeamHead {
  readonly seq: number
  readonly at: string
  /** The tree over all entries. */
  readonly peaks: Uint8Array
}

/** The tables of derived texts and of the tree's roots; every other one is named by the nouns. */
export const textTable = 'claimText'
export const nodeTable = 'historyNode'

interface Text {
  readonly replay: Replay
  readonly teamId: string
  seq: number
}

interface Reading {
  readonly teamId: string
  readonly means: Means
  readonly latest: Map<string, Uint8Array>
  readonly followers: Map<string, Follower>
  readonly texts: Map<string, Text>
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
  const reading = begin(teamId, means)
  try {
    let found: Difference | null = null
    for await (const entries of parts)
      for (const entry of entries) {
        // Behind the first difference only what was erased before it is of interest.
        if (found && !reading.erasures.isOpen) return found
        if (found && entry.kind !== erasureKind) continue
        const broken = reading.erasures.take(entry, subjectName(entry), entry)
        if (broken) return found ?? broken
        found ??= wrongByItself(reading, entry)
        // To wait for nothing, a hundred thousand times, takes its time too.
        if (means.snapshots.has(entry.subject.id, entry.seq)) found ??= await wrongSnapshot(reading, entry)
        found ??= next(reading, entry)
      }
    return (
      reading.erasures.wrong ??
      found ??
      wrongHead(reading, head) ?? {
        rows: expectedRows(reading),
        left: leftBehind(means.signed),
        erased: reading.erasures.erased,
      }
    )
  } finally {
    for (const { replay } of reading.texts.values()) replay.end()
  }
}

function begin(teamId: string, means: Means): Reading {
  const erasures = new Erasures(true)
  const [latest, followers, texts] = [new Map(), new Map(), new Map()]
  return { teamId, means, latest, followers, texts, nodes: [], erasures, peaks: [], last: null }
}

/** Whether the reading of a team ended early. */
export function isDifference(outcome: Difference | Expected): outcome is Difference {
  return 'what' in outcome
}

function wrongByItself(reading: Reading, entry: Entry): Difference | null {
  const what = wrongPlace(reading, entry) ?? wrongContent(reading, entry)
  return what === null ? null : { seq: entry.seq, subject: subjectName(entry), what }
}

/** Takes an entry in, or says what was signed of it that is not so. */
function next(reading: Reading, entry: Entry): Difference | null {
  reading.latest.set(subjectName(entry), entry.hash)
  grow(reading, entry)
  const signed = wrongSigned(reading.means.signed, entry.seq, reading.peaks)
  if (signed) return { seq: entry.seq, ...signed }
  reading.last = entry
  return null
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

function wrongContent(reading: Reading, entry: Entry): string | null {
  const kind = reading.means.kinds.find(({ type }) => type === entry.subject.type)
  if (!kind) return `its subject is of an unknown type`
  if (entry.kind === textKind) return wrongText(reading, entry)
  if (!Object.hasOwn(rules, entry.kind)) return `its kind ${entry.kind} is unknown`
  try {
    if (!isCanonical(entry.payload)) return 'its payload is not in canonical form'
    const follower = reading.followers.get(subjectName(entry)) ?? kind.follow(entry.subject.id, reading.teamId)
    reading.followers.set(subjectName(entry), follower)
    follower.take(entry)
    reading.means.timeline.take(entry, [])
    return null
  } catch {
    return 'its payload cannot be read'
  }
}

function isCanonical(payload: Uint8Array): boolean {
  const json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload)) as Json
  return sameBytes(canonicalBytes(json), payload)
}

function wrongText(reading: Reading, entry: Entry): string | null {
  const { id } = entry.subject
  if (!reading.followers.has(subjectName(entry))) return 'it writes into something that was never made'
  const text = reading.texts.get(id) ?? { replay: reading.means.startReplay(), teamId: entry.teamId, seq: 0 }
  reading.texts.set(id, text)
  text.seq = entry.seq
  try {
    const { clients, edits } = text.replay.apply(entry.payload)
    reading.means.timeline.take(entry, edits)
    for (const client of clients) {
      const owner = reading.means.ownerOf(client)
      if (owner && (owner.claimId !== id || owner.personId !== entry.actor)) {
        return `it has text under the client id ${client}, which is not its person's`
      }
    }
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'its edit cannot be read'
  }
}

async function wrongSnapshot({ means, texts }: Reading, { kind, subject, seq }: Entry): Promise<Difference | null> {
  const snapshot = kind === textKind ? await means.snapshots.take(subject.id, seq) : null
  if (!snapshot || texts.get(subject.id)?.replay.isState(snapshot)) return null
  return { seq, subject: `claim_snapshot ${subject.id}`, what: 'it is not what the edits up to its entry make' }
}

function wrongHead({ last, teamId, means, peaks }: Reading, head: TeamHead | null): Difference | null {
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

function expectedRows({ followers, texts, nodes, means }: Reading): ReadonlyMap<string, readonly ExpectedRow[]> {
  const rows = new Map<string, ExpectedRow[]>([[nodeTable, [...nodes]]])
  for (const [table, all] of Object.entries(means.timeline.rows()))
    rows.set(
      table,
      all.map((row) => ({ ...row })),
    )
  const add = (table: string, row: ExpectedRow) => {
    const known = rows.get(table)
    if (known) known.push(row)
    else rows.set(table, [row])
  }
  for (const follower of followers.values()) {
    for (const [table, all] of Object.entries(follower.rows())) for (const row of all) add(table, { ...row })
  }
  for (const [claimId, { replay, teamId, seq }] of texts) {
    add(textTable, { claimId, teamId, seq, ...replay.texts() })
  }
  return rows
}
