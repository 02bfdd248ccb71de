import type { Entry } from '../history/entry.ts'
import { closeCode } from './protocol.ts'
import type { ClaimRoom, Edit } from './room.ts'
import type { TextCommit, TextEdit } from './store.ts'

/** What the flusher is given by the composition root. */
export interface FlusherOptions {
  commit(edits: readonly TextEdit[]): Promise<TextCommit>
  announce(entries: readonly Entry[]): void
  /** Whether the database answered and refused; otherwise nobody knows whether the commit happened. */
  isAnswer(error: unknown): boolean
  /** Whether it refused because somebody else holds what is written to. */
  isHeld(error: unknown): boolean
  /** After a room has settled: the moment for a snapshot. */
  settled(room: ClaimRoom): void
  abandon(room: ClaimRoom, reason: string): void
  now(): number
  onError(error: unknown): void
}

/** Somebody whose edits were to be committed may not write any more; nothing was committed. */
export class RightLost extends Error {
  override name = 'RightLost'
}

/** Somebody else has recorded edits that the room does not know, or erases words; nothing was committed. */
export class RoomBehind extends Error {
  override name = 'RoomBehind'
}

const cannotSave = 'The server cannot save at the moment.'

/** Commits what all rooms wait for, together: one transaction at a time, everything queued in each. */
export class Flusher {
  readonly #options: FlusherOptions
  readonly #rooms = new Set<ClaimRoom>()
  #running: Promise<void> | null = null
  #present: Promise<void> = Promise.resolve()
  #since: number | null = null

  constructor(options: FlusherOptions) {
    this.#options = options
  }

  /** Says that a room has something to commit. */
  add(room: ClaimRoom): void {
    this.#rooms.add(room)
    this.#running ??= this.#run().finally(() => (this.#running = null))
  }

  /** Resolves when nothing is in flight and nothing waits. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  /** Resolves when the commit that is under way now, if any, has an outcome. */
  present(): Promise<void> {
    return this.#present
  }

  /** Rooms that wait behind a commit. */
  get waiting(): readonly ClaimRoom[] {
    return [...this.#rooms]
  }

  /** For how many milliseconds the present commit is under way. */
  get busyFor(): number {
    return this.#since === null ? 0 : this.#options.now() - this.#since
  }

  async #run(): Promise<void> {
    // Frames of one turn of the event loop belong to one commit.
    await Promise.resolve()
    while (this.#rooms.size > 0) {
      const rooms = [...this.#rooms]
      this.#rooms.clear()
      const edits = rooms.flatMap((room) => (room.isAbandoned ? [] : room.take()))
      this.#since = this.#options.now()
      if (edits.length > 0) {
        this.#present = this.#commit(edits).catch((error: unknown) => this.#options.onError(error))
        await this.#present
      }
      this.#since = null
    }
  }

  async #commit(edits: readonly Edit[]): Promise<void> {
    // Nothing else is in flight: the working texts are exactly those after this commit.
    const ofRoom = (room: ClaimRoom) => edits.filter((edit) => edit.room === room)
    const texts = new Map(edits.map(({ room }) => [room, room.textsAfter(ofRoom(room))]))
    const texted = edits.flatMap((edit) => (texts.has(edit.room) ? [textEdit(edit, texts.get(edit.room)!)] : []))
    try {
      this.#settle(edits, await this.#options.commit(texted))
    } catch (error) {
      if (!this.#isAnswer(error)) this.#giveUp(edits)
      else if (edits.length > 1) await this.#isolate(edits)
      else for (const edit of edits) this.#fail(edit, error)
    }
  }

  /** That a right is lost, or a room behind, is an answer that nobody needs to hear of but whom it concerns. */
  #isAnswer(error: unknown): boolean {
    if (error instanceof RightLost || error instanceof RoomBehind) return true
    this.#options.onError(error)
    return this.#options.isAnswer(error)
  }

  #fail(edit: Edit, error: unknown): void {
    if (error instanceof RoomBehind) return this.#options.abandon(edit.room, cannotSave)
    if (!(error instanceof RightLost)) return edit.room.fail([edit], closeCode.tryAgain, cannotSave)
    edit.room.fail([edit], closeCode.forbidden, 'You may no longer write here.')
  }

  /** One bad edit must hurt nobody else: each is tried alone. What somebody holds is not waited for twice. */
  async #isolate(edits: readonly Edit[]): Promise<void> {
    const held = new Set<ClaimRoom>()
    // Two rooms of a team that are held mean that the team itself is.
    const isHeld = ({ room }: Edit) => held.has(room) || teamsOf(held).filter((id) => id === room.teamId).length > 1
    for (const edit of edits) {
      const isTried = !edit.room.isAbandoned && !isHeld(edit)
      const texts = isTried ? edit.room.doc.textsWith([edit.update]) : null
      try {
        if (texts) this.#settle([edit], await this.#options.commit([textEdit(edit, texts)]))
        else edit.room.fail([edit], closeCode.tryAgain, cannotSave)
      } catch (error) {
        if (!this.#isAnswer(error)) return this.#giveUp(edits)
        if (this.#options.isHeld(error)) held.add(edit.room)
        this.#fail(edit, error)
      }
    }
  }

  #settle(edits: readonly Edit[], { entries, closed }: TextCommit): void {
    for (const room of new Set(edits.map((edit) => edit.room))) {
      const own = edits.filter((edit) => edit.room === room)
      const seq = Math.max(0, ...entries.flatMap((each) => (each.subject.id === room.claimId ? [each.seq] : [])))
      if (closed.has(room.claimId)) room.fail(own, closeCode.closedForWriting, 'The claim was withdrawn.')
      else if (!room.isAbandoned) room.settle(own, seq)
      if (!room.isAbandoned) this.#options.settled(room)
    }
    this.#options.announce(entries)
  }

  #giveUp(edits: readonly Edit[]): void {
    for (const room of new Set(edits.map((edit) => edit.room))) this.#options.abandon(room, cannotSave)
  }
}

const teamsOf = (rooms: Iterable<ClaimRoom>): string[] => [...rooms].map(({ teamId }) => teamId)

function textEdit({ room, personId, sessionId, update }: Edit, texts: TextEdit['texts']): TextEdit {
  const { claimId, teamId, seq: base, erasedUpTo } = room
  return { claimId, teamId, base, erasedUpTo, personId, sessionId, update, texts }
}
