import type { Database } from '#db/client.ts'
import { entriesAfter, headOf } from '../history/store.ts'
import type { Entry, Subject } from '../history/entry.ts'
import type { Connection } from './connection.ts'
import { closeCode, type LiveEvent } from './protocol.ts'
import { liveEvent, reloadEvent, type ReportRoom } from './report-room.ts'
import type { ClaimRoom } from './room.ts'
import { reportOf } from './store.ts'

const mostReplayed = 500

/** The rooms that entries are told to. */
export interface OpenRooms {
  claim(claimId: string): ClaimRoom | undefined
  reports(teamId: string): readonly ReportRoom[]
}

/** Brings committed entries to the rooms they concern, in order of seq. */
export class LiveFollower {
  readonly #db: Database
  readonly #rooms: OpenRooms
  readonly #reportOfSubject = new Map<string, string>()
  #tail: Promise<void> = Promise.resolve()
  readonly #onError: (error: unknown) => void

  constructor(db: Database, rooms: OpenRooms, onError: (error: unknown) => void) {
    this.#db = db
    this.#rooms = rooms
    this.#onError = onError
  }

  /** Takes entries that were just committed. */
  follow(entries: readonly Entry[]): void {
    for (const entry of entries) this.#closeWriting(entry)
    const told = entries.filter(({ teamId }) => this.#rooms.reports(teamId).length > 0)
    if (told.length === 0) return
    this.#tail = this.#tail
      .then(async () => {
        for (const entry of told) await this.#tell(entry)
      })
      .catch((error: unknown) => {
        this.#onError(error)
        this.#askToReload(told)
      })
  }

  /** Nobody knows any more which pages these concern. */
  #askToReload(entries: readonly Entry[]): void {
    for (const { teamId, seq } of entries) {
      for (const room of this.#rooms.reports(teamId)) room.tell(reloadEvent(room.reportId, seq))
    }
  }

  #closeWriting({ kind, subject }: Entry): void {
    if (kind === 'claim.withdraw' || kind === 'claim.merge') {
      this.#rooms.claim(subject.id)?.closeWriters(closeCode.closedForWriting, 'The claim was withdrawn.')
    }
  }

  async #tell(entry: Entry): Promise<void> {
    for (const room of this.#rooms.reports(entry.teamId)) {
      if (await this.#concerns(entry, room.reportId)) room.tell(liveEvent(entry))
    }
  }

  async #concerns({ subject }: Entry, reportId: string): Promise<boolean> {
    // Who is in the team, and as what, shows on every report.
    if (subject.type === 'source' || subject.type === 'team') return true
    if (subject.type === 'report') return subject.id === reportId
    return (await this.#reportOf(subject)) === reportId
  }

  async #reportOf(subject: Subject): Promise<string | null> {
    const name = `${subject.type}:${subject.id}`
    const known = this.#reportOfSubject.get(name)
    if (known) return known
    const reportId = await reportOf(this.#db, subject)
    if (this.#reportOfSubject.size > 10_000) this.#reportOfSubject.clear()
    if (reportId) this.#reportOfSubject.set(name, reportId)
    return reportId
  }

  /** Replays what a page missed since `after`; too much is one event that asks it to reload. */
  async replay(room: ReportRoom, connection: Connection, after: number | null): Promise<void> {
    if (after === null) return room.catchUp(connection, [])
    const missed = await entriesAfter(this.#db, room.teamId, after, mostReplayed + 1)
    if (missed.length > mostReplayed) {
      return room.catchUp(connection, [reloadEvent(room.reportId, await headOf(this.#db, room.teamId))])
    }
    const events: LiveEvent[] = []
    for (const entry of missed) {
      if (await this.#concerns(entry, room.reportId)) events.push(liveEvent(entry))
    }
    room.catchUp(connection, events)
  }
}
