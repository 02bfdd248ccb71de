import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Context, System } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Entry } from '../history/entry.ts'
import { erasureKind } from '../history/erasure.ts'
import { differsFrom } from '../identity/made-for.ts'
import { can, type Actor } from '../policy/can.ts'
import { Access, erasedHere } from './access.gateway.ts'
import { SocketConnection } from './connection.gateway.ts'
import { LiveFollower } from './follower.ts'
import { closeCode } from './protocol.ts'
import { ReportRoom } from './report-room.ts'
import type { ClaimRoom } from './room.ts'
import { RoomShelf } from './rooms.gateway.ts'
import { Settling, type Missing } from './settling.ts'
import { parseTarget, type RoomTarget } from './target.ts'
import { clientOf, findClaim, findReport, insertClient, WordsTaken } from './store.ts'

export interface RoomOptions {
  /** Who comes with this cookie, or null. A socket is opened by a page, so it is no use of their session. */
  recognise(cookieHeader: string | undefined): Promise<Actor | null>
  isOwnOrigin(origin: string | undefined, host: string | undefined): boolean
  /** Holds commits back, for tests. */
  readonly beforeCommit?: () => Promise<void>
  readonly patience?: number
  readonly unloadAfter?: number
  readonly snapshotAfter?: { readonly many: number; readonly few: number }
  /** How often every open socket is judged anew, in milliseconds, whether anything was heard or not. */
  readonly sweepEvery?: number
  readonly onError?: (error: unknown) => void
}

/** The live rooms of this process. */
export interface Rooms {
  /** Answers an upgrade to `/rooms/…`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Brings committed entries to open pages. */
  announce(entries: readonly Entry[]): void
  /** A client id for one document of one page; a reader gets none. */
  allocateClient(ctx: Context, claimId: string): Promise<{ clientId: number } | { readOnly: true }>
  /** Judges anew the sockets that a hint names, "person <id>", "claim <id>" or "team <id>"; without one, every socket. */
  judgeAnew(hint: string | null): Promise<void>
  /** Closes the sockets of a session that ended. */
  closeSession(sessionId: string): void
  /**
   * Waits until what was read of a team's claims is committed, and until every page that writes in them, or shows one
   * of them with the right to write, has said that all typed in it until then is durable; `patience` ms at most, 10 s
   * unless told. Tells of whom that is not known: who says that theirs cannot be saved, is silent, or went before they
   * answered and did not come back. What it cannot know: pages connected to another process, pages that are not
   * connected when it begins, words that were refused in a page that shows another claim now, and what an input method
   * holds back in a page that is out of sight.
   */
  settle(teamId: string, claimIds: readonly string[], patience?: number): Promise<readonly Missing[]>
  /** Finishes what was read, then closes every socket. */
  drain(): Promise<void>
}

/** What an upgrade leads to: a room to be in, or a socket that is opened only to say why not. */
type Admission =
  | { status: 403 | 404 | 503 }
  | { closeWith: number; reason: string }
  | { room: ClaimRoom | ReportRoom; actor: Actor; clientId: number | null }

/** The same for what does not exist and for what is not theirs. */
const nothingHere = { closeWith: closeCode.forbidden, reason: 'There is nothing here for you.' } as const

const sweepEvery = 15_000
/** How long pages are waited for that are asked for unsaved text. */
const settlePatience = 10_000

/** Makes the rooms of this process. */
export function createRooms(system: System, options: RoomOptions): Rooms {
  return new SocketRooms(system, options)
}

class SocketRooms implements Rooms {
  readonly #system: System
  readonly #options: RoomOptions
  readonly #shelf: RoomShelf
  readonly #follower: LiveFollower
  readonly #access: Access
  readonly #connections = new Map<SocketConnection, ClaimRoom | ReportRoom>()
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 1_048_576 + 64,
    perMessageDeflate: false,
    // Thousands of frames may come in one piece: others are served between two of them.
    allowSynchronousEvents: false,
  })
  readonly #timers: NodeJS.Timeout[]
  #settlings = 0
  #isDraining = false
  #isSweeping = false

  constructor(system: System, options: RoomOptions) {
    const onError = options.onError ?? (() => {})
    this.#system = system
    this.#options = options
    this.#shelf = new RoomShelf(system, { ...options, onError })
    this.#access = new Access(system.db, options, this.#connections, this.#shelf)
    const open = {
      claim: (id: string) => this.#shelf.openClaim(id),
      reports: (teamId: string) => this.#shelf.reportsOf(teamId),
    }
    this.#follower = new LiveFollower(system.db, open, onError)
    this.#timers = [
      setInterval(() => this.#tick(), 100),
      setInterval(() => this.#beat(), 15_000),
      setInterval(() => this.#sweep(), options.sweepEvery ?? sweepEvery),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const hints = this.#access.hints
    void this.#admit(request)
      .catch((error: unknown): Admission => {
        if (!(error instanceof WordsTaken)) this.#options.onError?.(error)
        return { status: 503 }
      })
      .then((admission) => {
        if ('status' in admission) refuseUpgrade(socket, admission.status)
        else this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened, admission, request))
        // A right may have been lost while this was decided, or words erased, with no socket or room yet to close.
        return hints === this.#access.hints ? undefined : this.#judgeLate(request, admission)
      })
      .catch((error: unknown) => this.#options.onError?.(error))
  }

  /** Whoever is not let in may have had a room loaded. */
  async #judgeLate(request: IncomingMessage, admission: Admission): Promise<void> {
    const target = parseTarget(request.url)
    await Promise.all([
      'room' in admission ? this.judgeAnew(`person ${admission.actor.personId}`) : undefined,
      target?.type === 'claim' ? this.judgeAnew(`claim ${target.id}`) : undefined,
    ])
  }

  async #admit(request: IncomingMessage): Promise<Admission> {
    const target = parseTarget(request.url)
    if (!target) return { status: 404 }
    if (this.#isDraining) return { status: 503 }
    if (!this.#options.isOwnOrigin(request.headers.origin, request.headers.host)) return { status: 403 }
    const actor = await this.#options.recognise(request.headers.cookie)
    // Only an open socket can tell a page why it is closed.
    if (!actor) return { closeWith: closeCode.signedOut, reason: 'You are signed out.' }
    if (differsFrom(target.as, actor)) {
      return { closeWith: closeCode.somebodyElse, reason: 'Somebody else is signed in, or in another team.' }
    }
    return target.type === 'claim' ? this.#admitToClaim(actor, target) : this.#admitToReport(actor, target)
  }

  async #admitToReport(actor: Actor, target: RoomTarget): Promise<Admission> {
    const found = await findReport(this.#system.db, target.id)
    if (found?.teamId !== actor.teamId || !can(actor, 'report.read')) return nothingHere
    return { room: this.#shelf.report(target.id, found.teamId), actor, clientId: null }
  }

  async #admitToClaim(actor: Actor, { id, client }: RoomTarget): Promise<Admission> {
    const place = await findClaim(this.#system.db, id)
    if (place?.teamId !== actor.teamId || !can(actor, 'report.read')) return nothingHere
    if (client !== null) {
      if (!can(actor, 'claim.write')) return { closeWith: closeCode.forbidden, reason: 'You may not write here.' }
      if (place.withdrawn) return { closeWith: closeCode.closedForWriting, reason: 'The claim was withdrawn.' }
    }
    const room = await this.#shelf.claim(place)
    if (client !== null) {
      // Asked once the room is there: of words that were erased before, it does not know that this document has them.
      const known = await clientOf(this.#system.db, client, { claimId: id, personId: actor.personId })
      if (known === 'erased') return erasedHere
      if (!known) return { closeWith: closeCode.unknownClient, reason: 'This page is no longer known.' }
    }
    return { room, actor, clientId: client }
  }

  #open(socket: WebSocket, admission: Exclude<Admission, { status: number }>, request: IncomingMessage): void {
    if ('closeWith' in admission) {
      socket.on('error', () => socket.terminate())
      return socket.close(admission.closeWith, admission.reason)
    }
    const { room, actor, clientId } = admission
    const connection = new SocketConnection(socket, { actor, clientId, cookie: request.headers.cookie })
    this.#connections.set(connection, room)
    connection.listen(
      (bytes) => room.receive(connection, bytes),
      () => {
        this.#connections.delete(connection)
        room.leave(connection)
        this.#shelf.release(room)
      },
    )
    const isGone = this.#isDraining || (!(room instanceof ReportRoom) && room.isAbandoned)
    if (isGone) return connection.close(closeCode.tryAgain, 'Please try again.')
    room.join(connection)
    if (room instanceof ReportRoom) this.#replay(room, connection, request)
  }

  #replay(room: ReportRoom, connection: SocketConnection, request: IncomingMessage): void {
    this.#follower.replay(room, connection, parseTarget(request.url)?.after ?? null).catch((error: unknown) => {
      this.#options.onError?.(error)
      connection.close(closeCode.tryAgain, 'Please try again.')
    })
  }

  announce(entries: readonly Entry[]): void {
    for (const { teamId } of entries.filter(({ kind }) => kind === erasureKind)) {
      this.judgeAnew(`team ${teamId}`).catch((error: unknown) => this.#options.onError?.(error))
    }
    this.#follower.follow(entries)
  }

  async allocateClient(ctx: Context, claimId: string): Promise<{ clientId: number } | { readOnly: true }> {
    const { personId, sessionId, teamId } = ctx.actor
    const place = await findClaim(ctx.db, claimId)
    if (place?.teamId !== teamId || !can(ctx.actor, 'report.read')) {
      throw new Problem('not-found', 'This claim does not exist here.')
    }
    if (place.withdrawn || !can(ctx.actor, 'claim.write')) return { readOnly: true }
    return { clientId: await insertClient(ctx.db, { claimId, personId, sessionId }) }
  }

  closeSession(sessionId: string): void {
    this.#each((connection) => {
      if (connection.actor.sessionId === sessionId) connection.close(closeCode.signedOut, 'You are signed out.')
    })
  }

  judgeAnew(hint: string | null): Promise<void> {
    return this.#access.judge(hint)
  }

  settle(teamId: string, claimIds: readonly string[], patience = settlePatience): Promise<readonly Missing[]> {
    const rooms = {
      claim: (claimId: string) => {
        const room = this.#shelf.openClaim(claimId)
        return room?.teamId === teamId ? room : undefined
      },
      reports: () => this.#shelf.reportsOf(teamId),
    }
    this.#settlings += 1
    return new Settling(this.#settlings, claimIds, rooms, this.#shelf.timing).settle(patience)
  }

  async drain(): Promise<void> {
    this.#isDraining = true
    // Whoever goes on typing keeps what they type; it is sent again to the next server.
    this.#each((connection) => connection.hush())
    await this.#shelf.flusher.idle()
    this.#each((connection) => connection.close(closeCode.restarting, 'The server restarts.'))
    for (const timer of this.#timers) clearInterval(timer)
    await this.#shelf.close()
    this.#server.close()
  }

  #each(run: (connection: SocketConnection) => void): void {
    for (const connection of this.#connections.keys()) run(connection)
  }

  /** One at a time: a database that is away must not find a crowd of questions when it is back. */
  #sweep(): void {
    if (this.#isSweeping) return
    this.#isSweeping = true
    void this.judgeAnew(null)
      .catch((error: unknown) => this.#options.onError?.(error))
      .finally(() => (this.#isSweeping = false))
  }

  #tick(): void {
    const now = Date.now()
    for (const [connection, room] of this.#connections) if (connection.refill(now)) room.drained(connection)
    this.#shelf.relieve()
  }

  #beat(): void {
    this.#each((connection) => connection.beat())
    for (const room of this.#shelf.openClaims()) room.tellDigest()
  }
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const names: Record<number, string> = { 403: 'Forbidden', 404: 'Not Found' }
  const name = names[status] ?? 'Service Unavailable'
  socket.end(`HTTP/1.1 ${status} ${name}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
