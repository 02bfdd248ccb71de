import type { Permission } from '../policy/rules.ts'
import { rules } from '../policy/rules.ts'
import { startReplay, type Replay } from '../realtime/replay.ts'
import type { Aggregate, Event, Rows } from './aggregate.ts'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { textKind, type Content, type SubjectType } from './entry.ts'
import { eventOf } from './fold.ts'
import { sameBytes, subjectName } from './links.ts'
import { TimelineRows } from './timeline-rows.ts'

/** Follows one subject through its deeds. */
export interface Follower {
  take(deed: Content): void
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

/** What has to be known of a team before its contents are read. It may be copied to another thread. */
export interface KnownTeam {
  readonly teamId: string
  /** Up to which entry its timeline is told. */
  readonly toldUpTo: number
  /** To whom each client id of a claim was allocated, as far as that is still known. */
  readonly owners: ReadonlyMap<number, { readonly claimId: string; readonly personId: string }>
}

export type ExpectedRow = { readonly seq: number } & Readonly<Record<string, unknown>>
export type ExpectedRows = Map<string, ExpectedRow[]>

/** What is wrong in one of some entries, in plain words, and at which of them, counted from 0. */
export interface WrongContent {
  readonly at: number
  readonly what: string
}

/** Reads what a team's entries say, here or in another thread; all that is asked is answered in order. */
export interface ContentsReader {
  /** Takes the next entries in, up to the first that says what it cannot; null for none. Nothing may be taken in after such a one. */
  take(entries: readonly Content[]): Promise<WrongContent | null>
  /** Whether a snapshot of a claim's texts is what its edits so far make; of a claim that nobody wrote in nothing is. */
  isState(claimId: string, snapshot: Uint8Array): Promise<boolean>
  /** The rows that the database must hold, by table; nothing may be taken in after that. */
  rows(): Promise<ExpectedRows>
  end(): Promise<void>
}

/** Begins to read a team of so many entries. */
export type StartsReading = (team: KnownTeam, entries: number) => ContentsReader

/** The table of derived texts; every other one is named by the nouns and the timeline. */
export const textTable = 'claimText'

/** What the entries of a team say, taken in one after the other: all that follows from it, and nothing of how they hang together. */
export class Contents {
  readonly #team: KnownTeam
  readonly #kinds: readonly Verifiable[]
  readonly #followers = new Map<string, Follower>()
  readonly #texts = new Map<string, { readonly replay: Replay; seq: number }>()
  readonly #timeline: TimelineRows

  constructor(team: KnownTeam, kinds: readonly Verifiable[]) {
    this.#team = team
    this.#kinds = kinds
    this.#timeline = new TimelineRows(team.toldUpTo)
  }

  take(entries: readonly Content[]): WrongContent | null {
    for (const [at, entry] of entries.entries()) {
      const what = this.#wrong(entry)
      if (what !== null) return { at, what }
    }
    return null
  }

  isState(claimId: string, snapshot: Uint8Array): boolean {
    return this.#texts.get(claimId)?.replay.isState(snapshot) ?? false
  }

  rows(): ExpectedRows {
    const rows: ExpectedRows = new Map()
    const add = (table: string, row: ExpectedRow) => {
      const known = rows.get(table)
      if (known) known.push(row)
      else rows.set(table, [row])
    }
    const all = [this.#timeline.rows(), ...[...this.#followers.values()].map((follower) => follower.rows())]
    for (const made of all)
      for (const [table, some] of Object.entries(made)) for (const row of some) add(table, { ...row })
    const { teamId } = this.#team
    for (const [claimId, { replay, seq }] of this.#texts) add(textTable, { claimId, teamId, seq, ...replay.texts() })
    return rows
  }

  end(): void {
    for (const { replay } of this.#texts.values()) replay.end()
  }

  #wrong(entry: Content): string | null {
    const kind = this.#kinds.find(({ type }) => type === entry.subject.type)
    if (!kind) return `its subject is of an unknown type`
    if (entry.kind === textKind) return this.#wrongText(entry)
    if (!Object.hasOwn(rules, entry.kind)) return `its kind ${entry.kind} is unknown`
    try {
      const json = JSON.parse(strict.decode(entry.payload)) as Json
      if (isDeeper(json, deepest)) return 'its payload cannot be read'
      if (!sameBytes(canonicalBytes(json), entry.payload)) return 'its payload is not in canonical form'
      const name = subjectName(entry)
      const follower = this.#followers.get(name) ?? kind.follow(entry.subject.id, this.#team.teamId)
      this.#followers.set(name, follower)
      follower.take(entry)
      this.#timeline.take(entry, [])
      return null
    } catch {
      return 'its payload cannot be read'
    }
  }

  #wrongText(entry: Content): string | null {
    const { id } = entry.subject
    if (!this.#followers.has(subjectName(entry))) return 'it writes into something that was never made'
    const text = this.#texts.get(id) ?? { replay: startReplay(), seq: 0 }
    this.#texts.set(id, text)
    text.seq = entry.seq
    try {
      const { clients, edits } = text.replay.apply(entry.payload)
      this.#timeline.take(entry, edits)
      for (const client of clients) {
        const owner = this.#team.owners.get(client)
        if (owner && (owner.claimId !== id || owner.personId !== entry.actor)) {
          return `it has text under the client id ${client}, which is not its person's`
        }
      }
      return null
    } catch (error) {
      return error instanceof Error ? error.message : 'its edit cannot be read'
    }
  }
}

/** Reads in this thread. */
export function readingHere(kinds: readonly Verifiable[]): StartsReading {
  return (team) => {
    const contents = new Contents(team, kinds)
    return {
      take: async (entries) => contents.take(entries),
      isState: async (claimId, snapshot) => contents.isState(claimId, snapshot),
      rows: async () => contents.rows(),
      end: async () => contents.end(),
    }
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** No deed has so many levels. How many could be read depends on the stack, and what is found must not. */
const deepest = 100

const isDeeper = (json: Json | undefined, levels: number): boolean =>
  typeof json === 'object' &&
  json !== null &&
  (levels === 0 || Object.values(json).some((each) => isDeeper(each, levels - 1)))
