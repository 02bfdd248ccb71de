import { can } from '../policy/can.ts'
import type { Connection, Timing } from './connection.ts'
import { questionFrame } from './frames.ts'
import type { ReportRoom } from './report-room.ts'
import type { ClaimRoom } from './room.ts'

/** Somebody of whose words in a claim it is not known that all are saved. */
export interface Missing {
  readonly claimId: string
  readonly personId: string
  readonly name: string
}

/** The open rooms of a team. */
export interface TeamRooms {
  claim(claimId: string): ClaimRoom | undefined
  reports(): readonly ReportRoom[]
}

/** A page that may hold words that are not saved, by its newest socket. */
interface Screen {
  readonly claimId: string
  readonly connection: Connection
  /** How many frames of the socket are durable once all is that was read of it when this began. */
  readonly due: number
  /** Whether it says that its words are durable; null until it answers. */
  isSaved: boolean | null
}

const betweenLooks = 25

const isSettled = ({ connection, due, isSaved }: Screen) => isSaved === true && connection.durable >= due
const isAwaited = (screen: Screen) => screen.isSaved !== false && !isSettled(screen)

/** Asks the pages that show some claims, once, for words that are not saved. */
export class Settling {
  readonly #question: number
  readonly #claimIds: readonly string[]
  readonly #rooms: TeamRooms
  readonly #timing: Timing
  /** By client id; pages that are in no claim's room, by their socket. */
  readonly #screens = new Map<number | Connection, Screen>()
  readonly #asked = new Set<Connection>()

  /** `question` is a number that no connection was asked by before. */
  constructor(question: number, claimIds: readonly string[], rooms: TeamRooms, timing: Timing) {
    this.#question = question
    this.#claimIds = [...new Set(claimIds)]
    this.#rooms = rooms
    this.#timing = timing
  }

  /** Waits for every page, `patience` ms at most, and tells whose words may be missing: each person once per claim. */
  async settle(patience: number): Promise<readonly Missing[]> {
    const end = this.#timing.now() + patience
    for (const claimId of this.#claimIds) this.#askAll(claimId)
    // The looks are counted too: the time of day may be set back meanwhile.
    for (let looks = 0; looks * betweenLooks < patience && this.#timing.now() < end; looks += 1) {
      if (![...this.#screens.values()].some(isAwaited)) break
      await new Promise<void>((resolve) => this.#timing.later(betweenLooks, resolve))
      this.#askReturned()
    }
    for (const { questions } of this.#asked) questions.delete(this.#question)
    return this.#missing()
  }

  #askAll(claimId: string): void {
    const room = this.#rooms.claim(claimId)
    // Whoever left while their words wait for a commit cannot be asked, and need not be once it is made.
    for (const [connection, due] of room?.due() ?? []) {
      this.#screens.set(connection.clientId ?? connection, { claimId, connection, due, isSaved: true })
    }
    for (const connection of [...(room?.writers ?? []), ...this.#showing(claimId)]) this.#ask(claimId, connection)
  }

  /** Pages may hold words of a claim without being in its room: refused ones, or while they connect again. */
  #showing(claimId: string): readonly Connection[] {
    const connections = this.#rooms.reports().flatMap((room) => room.showing(claimId))
    return connections.filter(({ actor }) => can(actor, 'claim.write'))
  }

  #ask(claimId: string, connection: Connection): void {
    const due = this.#rooms.claim(claimId)?.due().get(connection) ?? 0
    const screen: Screen = { claimId, connection, due, isSaved: null }
    this.#screens.set(connection.clientId ?? connection, screen)
    this.#asked.add(connection)
    connection.questions.set(this.#question, (isSaved) => (screen.isSaved = isSaved))
    connection.send(questionFrame(this.#question, claimId))
  }

  /** Asks pages again that went before all was known and are back on another socket. */
  #askReturned(): void {
    for (const [key, screen] of this.#screens) {
      const back = isAwaited(screen) ? this.#returned(screen) : undefined
      if (!back) continue
      this.#screens.delete(key)
      this.#ask(screen.claimId, back)
    }
  }

  #returned({ claimId, connection: { clientId, actor }, connection }: Screen): Connection | undefined {
    const isNew = (other: Connection) => other !== connection && !this.#asked.has(other)
    if (clientId !== null) {
      return this.#rooms.claim(claimId)?.writers.find((other) => other.clientId === clientId && isNew(other))
    }
    if (this.#rooms.reports().some(({ connections }) => connections.has(connection))) return undefined
    return this.#showing(claimId).find((other) => other.actor.personId === actor.personId && isNew(other))
  }

  #missing(): readonly Missing[] {
    const missing = new Map<string, Missing>()
    for (const screen of this.#screens.values()) {
      if (isSettled(screen)) continue
      const { claimId, connection } = screen
      const { personId, name } = connection.actor
      missing.set(`${claimId} ${personId}`, { claimId, personId, name })
    }
    return [...missing.values()]
  }
}
