import type { Replayed } from '../realtime/replay.ts'
import { dayOf } from './days.ts'
import { textKind, type Content } from './entry.ts'
import { wordsOfBurst, wordsOfDeed } from './said.ts'
import { Bursts, type Burst, type TextChange } from './timeline.ts'

/** How many entries of a team were recorded on a day of UTC, by whom and of which kind; the empty subject stands for all. */
export interface ActivityRow {
  readonly teamId: string
  readonly subjectId: string
  readonly day: string
  readonly actor: string
  readonly kind: string
  readonly recorded: number
  /** The last of them. */
  readonly seq: number
}

/** What one person typed in one text without a long pause, from its first edit to its last, which `seq` is. */
export interface BurstRow {
  readonly teamId: string
  readonly seq: number
  readonly name: string
  readonly claimId: string
  readonly actor: string
  readonly at: string
  readonly firstSeq: number
}

/** Counts entries: of each subject, and of all. */
export function activityOf(entries: Iterable<Content>): ActivityRow[] {
  const rows = new Map<string, Counted>()
  for (const entry of entries) countIn(rows, entry)
  return [...rows.values()]
}

type Counted = { -readonly [Column in keyof ActivityRow]: ActivityRow[Column] }

function countIn(rows: Map<string, Counted>, { teamId, seq, at, actor, kind, subject }: Content): void {
  const day = dayOf(at)
  for (const subjectId of ['', subject.id]) {
    // A text of the database cannot hold the character that parts them.
    const key = `${subjectId}\0${day}\0${actor}\0${kind}`
    const row = rows.get(key)
    if (!row) rows.set(key, { teamId, subjectId, day, actor, kind, recorded: 1, seq })
    else {
      row.recorded += 1
      row.seq = seq
    }
  }
}

/** The words of a deed, to be looked for. */
export const wordsIn = ({ kind, payload }: Pick<Content, 'kind' | 'payload'>): string[] =>
  wordsOfDeed(kind, JSON.parse(new TextDecoder().decode(payload)))

/** What an edit did to each text, of which a burst is made; `deed` is the newest one before it on its claim or report. */
export const changesBy = ({ seq, at, actor }: Content, edits: Replayed['edits'], deed: number): TextChange[] =>
  edits.map(({ name, steps }) => ({ seq, at, actor, name, steps, touched: { removed: [], restored: [] }, deed }))

/** A burst in a claim of a team as its row. */
export const rowOf = (teamId: string, claimId: string, { seq, name, actor, at, first }: Burst): BurstRow => {
  return { teamId, seq, name, claimId, actor, at, firstSeq: first }
}

/** The words that are found at one seq, in the order of their code units. */
export interface SaidRow {
  readonly teamId: string
  readonly seq: number
  readonly words: readonly string[]
}

/** All rows by which a team's timeline is found, up to an entry, made from the entries alone, which are taken in order. */
export class TimelineRows {
  readonly #upTo: number
  readonly #counted = new Map<string, Counted>()
  readonly #told: BurstRow[] = []
  readonly #said = new Map<number, Set<string>>()
  readonly #typing = new Map<string, Bursts>()
  readonly #reports = new Map<string, string>()
  readonly #deeds = new Map<string, number>()
  #last: Content | null = null

  constructor(upTo: number) {
    this.#upTo = upTo
  }

  /** Takes in the next entry; of a text edit, what it did to each text. */
  take(entry: Content, edits: Replayed['edits']): void {
    if (entry.seq > this.#upTo) return
    this.#last = entry
    countIn(this.#counted, entry)
    if (entry.kind !== textKind) return this.#takeDeed(entry)
    const { id } = entry.subject
    const bursts = this.#typing.get(id) ?? new Bursts()
    this.#typing.set(id, bursts)
    const deeds = [`claim:${id}`, `report:${this.#reports.get(id)}`].map((each) => this.#deeds.get(each) ?? 0)
    for (const change of changesBy(entry, edits, Math.max(...deeds))) this.#tell(entry.teamId, id, bursts.take(change))
  }

  #takeDeed(entry: Content): void {
    const { type, id } = entry.subject
    this.#deeds.set(`${type}:${id}`, entry.seq)
    const { reportId } = JSON.parse(new TextDecoder().decode(entry.payload)) as { readonly reportId?: string }
    if (type === 'claim' && reportId !== undefined && !this.#reports.has(id)) this.#reports.set(id, reportId)
    this.#say(entry.seq, wordsIn(entry))
  }

  #tell(teamId: string, claimId: string, bursts: readonly Burst[]): void {
    for (const burst of bursts) {
      this.#told.push(rowOf(teamId, claimId, burst))
      this.#say(burst.seq, wordsOfBurst(burst.words))
    }
  }

  #say(seq: number, words: readonly string[]): void {
    if (words.length > 0) this.#said.set(seq, new Set([...(this.#said.get(seq) ?? []), ...words]))
  }

  /** The rows by table; nothing can be taken in after that. */
  rows(): {
    readonly timelineHead: readonly { readonly teamId: string; readonly seq: number; readonly at: string }[]
    readonly activity: readonly ActivityRow[]
    readonly burst: readonly BurstRow[]
    readonly entryWord: readonly SaidRow[]
  } {
    if (!this.#last) return { timelineHead: [], activity: [], burst: [], entryWord: [] }
    const { teamId, seq, at } = this.#last
    for (const [claimId, { open }] of this.#typing) this.#tell(teamId, claimId, open)
    this.#typing.clear()
    return {
      timelineHead: [{ teamId, seq, at }],
      activity: [...this.#counted.values()],
      burst: this.#told,
      entryWord: [...this.#said].map(([own, words]) => ({ teamId, seq: own, words: [...words].toSorted() })),
    }
  }
}
