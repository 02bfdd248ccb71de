import { textKind, type Entry } from '../history/entry.ts'
import { hearAnswer, type Connection, type Timing } from './connection.ts'
import { eventFrame, readFrame } from './frames.ts'
import { closeCode, type LiveEvent } from './protocol.ts'
import { PresenceSpreader } from './spreader.ts'

/** How an entry is told to open pages. */
export function liveEvent(entry: Pick<Entry, 'seq' | 'kind' | 'subject' | 'actor'>): LiveEvent {
  return { seq: entry.seq, kind: entry.kind, subject: { ...entry.subject }, actor: entry.actor }
}

/** Asks a page to load everything again, after what happened up to `seq`. */
export function reloadEvent(reportId: string, seq: number): LiveEvent {
  return { seq, kind: 'reload', subject: { type: 'report', id: reportId }, actor: 'system' }
}

const textPause = 300

/** Who looks at a report, and what happens to it. */
export class ReportRoom {
  readonly reportId: string
  readonly teamId: string
  readonly connections = new Set<Connection>()
  readonly presence: PresenceSpreader
  /** What came while a connection was being caught up. */
  readonly #held = new Map<Connection, LiveEvent[]>()
  /** The last event that a connection was not sent because it lagged. */
  readonly #missed = new Map<Connection, LiveEvent>()
  readonly #texts = new Map<string, LiveEvent>()
  #isScheduled = false
  readonly #timing: Timing

  constructor(reportId: string, teamId: string, timing: Timing) {
    this.reportId = reportId
    this.teamId = teamId
    this.#timing = timing
    this.presence = new PresenceSpreader(this.connections, timing)
  }

  /** Lets a connection in; live events are held back for it until `catchUp`. */
  join(connection: Connection): void {
    this.connections.add(connection)
    this.#held.set(connection, [])
    this.presence.welcome(connection)
  }

  /** Tells what a connection missed, then what came meanwhile. */
  catchUp(connection: Connection, missed: readonly LiveEvent[]): void {
    const last = missed.at(-1)?.seq ?? 0
    const held = (this.#held.get(connection) ?? []).filter(({ seq }) => seq > last)
    this.#held.delete(connection)
    if (!this.connections.has(connection)) return
    for (const event of [...missed, ...held]) connection.send(eventFrame(event))
  }

  leave(connection: Connection): void {
    this.#held.delete(connection)
    this.#missed.delete(connection)
    if (this.connections.delete(connection)) this.presence.leave(connection)
  }

  /** The connections of pages that tell that they show this claim. */
  showing(claimId: string): readonly Connection[] {
    return [...this.connections].filter((connection) => this.presence.board.claimOf(connection) === claimId)
  }

  /** Takes presence and answers; a report room has no content. */
  receive(connection: Connection, bytes: Uint8Array): void {
    try {
      const frame = readFrame(bytes)
      if (frame.kind === 'awareness') this.presence.hear(connection, frame.states)
      else if (frame.kind === 'answer') hearAnswer(connection, frame.question, frame.isSaved)
      else if (frame.kind === 'content' && frame.update.byteLength > 2) {
        connection.close(closeCode.refused, 'A report has no live text.')
      }
    } catch {
      connection.close(closeCode.refused, 'The message cannot be read.')
    }
  }

  /** Passes an event on. Typing is told at most every 300 ms per claim, but never after a later deed. */
  tell(event: LiveEvent): void {
    if (event.kind !== textKind) {
      this.#tellTexts()
      return this.#send(event)
    }
    this.#texts.set(event.subject.id, event)
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#timing.later(textPause, () => {
      this.#isScheduled = false
      this.#tellTexts()
    })
  }

  #tellTexts(): void {
    const events = [...this.#texts.values()].toSorted((a, b) => a.seq - b.seq)
    this.#texts.clear()
    for (const event of events) this.#send(event)
  }

  #send(event: LiveEvent): void {
    const frame = eventFrame(event)
    for (const connection of this.connections) {
      const held = this.#held.get(connection)
      if (held) held.push(event)
      else if (connection.keepsUp) connection.send(frame)
      else this.#missed.set(connection, event)
    }
  }

  /** Asks a page that read too slowly for what happened, and has now drained, to load everything again. */
  drained(connection: Connection): void {
    const last = this.#missed.get(connection)
    this.#missed.delete(connection)
    if (last) connection.send(eventFrame(reloadEvent(this.reportId, last.seq)))
    this.presence.drained(connection)
  }
}
