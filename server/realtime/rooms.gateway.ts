import type { System } from '../context.ts'
import type { Connection, Timing } from './connection.ts'
import { Flusher } from './flush.ts'
import { mostWaitingBytes, ClaimRoom, type RoomPlace } from './room.ts'
import { ReportRoom } from './report-room.ts'
import { closeCode } from './protocol.ts'
import { commitTexts, insertSnapshot, loadClaim, newestOf, WordsTaken } from './store.ts'

const unloadAfter = 30_000
/** A room keeps a snapshot after this many entries, and when it goes if there are more than `few`. */
const snapshotAfter = { many: 300, few: 50 } as const
/** Longer than PostgreSQL itself lets a statement or a lock take. */
const longestCommit = 12_000
const overloaded = 'The server cannot save at the moment.'

export interface RoomShelfOptions {
  /** Holds commits back, for tests. */
  readonly beforeCommit?: (() => Promise<void>) | undefined
  /** How long edits may wait behind a commit before their sockets are closed. */
  readonly patience?: number | undefined
  /** After how long an empty room goes. */
  readonly unloadAfter?: number | undefined
  readonly snapshotAfter?: { readonly many: number; readonly few: number } | undefined
  /** The clock, for tests that count what waits on it. */
  readonly timing?: Timing | undefined
  readonly onError: (error: unknown) => void
}

/** Opens each room once, keeps it while somebody is in it, and lets it go some time after. */
export class RoomShelf {
  readonly flusher: Flusher
  readonly timing: Timing
  readonly #system: System
  readonly #patience: number
  readonly #unloadAfter: number
  readonly #snapshotAfter: { readonly many: number; readonly few: number }
  readonly #onError: (error: unknown) => void
  readonly #snapshots = new Set<Promise<void>>()
  readonly #claims = new Map<string, Promise<ClaimRoom>>()
  readonly #open = new Map<string, ClaimRoom>()
  readonly #reports = new Map<string, ReportRoom>()

  constructor(system: System, options: RoomShelfOptions) {
    this.#system = system
    this.#patience = options.patience ?? 2_000
    this.#unloadAfter = options.unloadAfter ?? unloadAfter
    this.#snapshotAfter = options.snapshotAfter ?? snapshotAfter
    this.#onError = options.onError
    this.timing = options.timing ?? {
      now: () => system.now().getTime(),
      later: (milliseconds, run) => void setTimeout(run, milliseconds).unref(),
    }
    this.flusher = new Flusher({
      commit: async (edits) => {
        await options.beforeCommit?.()
        return withinReason(commitTexts(system, edits))
      },
      announce: (entries) => system.announce(entries),
      isAnswer: (error) => /^(?!08|53|57P|58)(?=.*\d)[0-9A-Z]{5}$/u.test(stateOf(error)),
      isHeld: (error) => stateOf(error) === '55P03',
      settled: (room) => this.#keep(room, this.#snapshotAfter.many),
      abandon: (room, reason) => this.abandon(room, reason),
      now: () => this.timing.now(),
      onError: options.onError,
    })
  }

  /**
   * The room of a claim, loaded if it is not open.
   * @throws {WordsTaken} when it is not, and words of its team are being erased.
   */
  async claim(place: RoomPlace): Promise<ClaimRoom> {
    const opening = this.#claims.get(place.claimId) ?? this.#load(place)
    this.#claims.set(place.claimId, opening)
    return opening
  }

  #load(place: RoomPlace): Promise<ClaimRoom> {
    // A room that was given up may have edits in a commit that has not reached the database yet.
    const opening = this.flusher
      .present()
      .then(() => this.#read(place))
      .then((room) => {
        this.#open.set(place.claimId, room)
        this.release(room)
        return room
      })
    opening.catch(() => this.#claims.delete(place.claimId))
    return opening
  }

  async #read(place: RoomPlace): Promise<ClaimRoom> {
    const make = async (from: 'snapshot' | 'start') => {
      const loaded = await loadClaim(this.#system.db, place.claimId, from)
      return new ClaimRoom(place, loaded, this.timing, {
        onWaiting: (room) => this.#onWaiting(room),
        onRefused: (room, connection, reason) => void this.#refuse(room, connection, reason).catch(this.#onError),
      })
    }
    try {
      return await make('snapshot')
    } catch (error) {
      if (error instanceof WordsTaken) throw error
      // The history is what counts: a snapshot that does not fit it is passed over, and verification will name it.
      this.#onError(error)
      return make('start')
    }
  }

  /** Keeps the room's state if more entries than this are in no snapshot. */
  #keep(room: ClaimRoom, after: number): void {
    if (room.tail <= after) return
    const { claimId, teamId, seq, erasedUpTo } = room
    room.tail = 0
    const kept = insertSnapshot(this.#system.db, { claimId, teamId, seq, state: room.doc.state() }, erasedUpTo)
      .catch(this.#onError)
      .finally(() => this.#snapshots.delete(kept))
    this.#snapshots.add(kept)
  }

  /** Gives every room up that nobody is in, keeps what snapshots are due, and waits for them. */
  async close(): Promise<void> {
    for (const room of this.#open.values()) this.#drop(room)
    await Promise.all(this.#snapshots)
  }

  /** Every open room of a claim. */
  openClaims(): readonly ClaimRoom[] {
    return [...this.#open.values()]
  }

  #onWaiting(room: ClaimRoom): void {
    if (room.waitingBytes > mostWaitingBytes * 4) return this.abandon(room, overloaded)
    this.flusher.add(room)
  }

  /** Before somebody is refused for good: an edit may build on what another process has recorded meanwhile. */
  async #refuse(room: ClaimRoom, connection: Connection, reason: string): Promise<void> {
    const isBehind = await this.#isBehind(room).catch(() => true)
    if (isBehind) this.abandon(room, overloaded)
    connection.close(isBehind ? closeCode.tryAgain : closeCode.refused, isBehind ? overloaded : reason)
  }

  async #isBehind(room: ClaimRoom): Promise<boolean> {
    const newest = (await newestOf(this.#system.db, [room.claimId])).get(room.claimId) ?? 0
    // The newest may be of this room's own commit, which it hears of in a moment.
    await this.flusher.present()
    return newest > room.seq
  }

  /** The open room of a claim. */
  openClaim(claimId: string): ClaimRoom | undefined {
    return this.#open.get(claimId)
  }

  /** The room of a report. */
  report(reportId: string, teamId: string): ReportRoom {
    const room = this.#reports.get(reportId) ?? new ReportRoom(reportId, teamId, this.timing)
    this.#reports.set(reportId, room)
    this.release(room)
    return room
  }

  /** The open report rooms of a team. */
  reportsOf(teamId: string): ReportRoom[] {
    return [...this.#reports.values()].filter((room) => room.teamId === teamId && room.connections.size > 0)
  }

  /** Lets a room go, unless somebody comes back to it in time. */
  release(room: ClaimRoom | ReportRoom): void {
    if (room.connections.size > 0 || (!(room instanceof ReportRoom) && room.isAbandoned)) return
    this.timing.later(this.#unloadAfter, () => {
      if (room.connections.size > 0) return
      if (room instanceof ReportRoom) this.#forget(room)
      else if (room.isBusy) this.release(room)
      else this.#drop(room)
    })
  }

  #forget(room: ReportRoom): void {
    if (this.#reports.get(room.reportId) === room) this.#reports.delete(room.reportId)
  }

  #drop(room: ClaimRoom): void {
    if (this.#open.get(room.claimId) !== room) return
    this.#open.delete(room.claimId)
    this.#claims.delete(room.claimId)
    this.#keep(room, this.#snapshotAfter.few)
    room.isAbandoned = true
    room.doc.destroy()
  }

  /** Forgets a room whose state may differ from the database's; the next to come load it anew. */
  abandon(room: ClaimRoom, reason: string, code: number = closeCode.tryAgain): void {
    if (this.#open.get(room.claimId) === room) {
      this.#open.delete(room.claimId)
      this.#claims.delete(room.claimId)
    }
    room.abandon(reason, code)
  }

  /** Gives up the rooms that wait too long behind a commit. */
  relieve(): void {
    if (this.flusher.busyFor <= this.#patience) return
    for (const room of this.flusher.waiting) this.abandon(room, overloaded)
  }
}

/** A commit that nobody answers must not hold up every room: what became of it is read back when a room is loaded. */
async function withinReason<T>(commit: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not answer.')), longestCommit)
  })
  return Promise.race([commit, silence]).finally(() => clearTimeout(timer))
}

/** PostgreSQL's own refusals carry a five-letter state; classes 08, 53, 57 and 58 mean that it is not well. */
function stateOf(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}
