import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Context, System } from '../context.ts'
import { Problem } from '../errors.ts'
import type { Entry } from '../history/entry.ts'
import { can, type Actor } from '../policy/can.ts'
import { SocketConnection } from './connection.gateway.ts'
import { LiveFollower } from './follower.ts'
import { closeCode } from './protocol.ts'
import { ReportRoom } from './report-room.ts'
import type { ClaimRoom } from './room.ts'
import { RoomShelf } from './rooms.gateway.ts'
import { parseTarget, type RoomTarget } from './target.ts'
import { findClaim, findReport, insertClient, isClientOf } from './store.ts'

export interface RoomOptions {
  /** Who is signed in with this cookie, or null. */
  authenticate(cookieHeader: string | undefined): Promise<Actor | null>
  isOwnOrigin(origin: string | undefined, host: string | undefined): boolean
  /** Holds commits back, for tests. */
  readonly beforeCommit?: () => Promise<void>
  readonly patience?: number
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
  /** Closes the sockets of a session that ended. */
  closeSession(sessionId: string): void
  /** Finishes commits, then closes every socket. */
  drain(): Promise<void>
}

/** What an upgrade leads to: a room to be in, or a socket that is opened only to say why not. */
type Admission =
  | { status: 401 | 403 | 404 | 503 }
  | { closeWith: number; reason: string }
  | { room: ClaimRoom | ReportRoom; actor: Actor; clientId: number | null }

/** Makes the rooms of this process. */
export function createRooms(system: System, options: RoomOptions): Rooms {
  return new SocketRooms(system, options)
}

class SocketRooms implements Rooms {
  readonly #system: System
  readonly #options: RoomOptions
  readonly #shelf: RoomShelf
  readonly #follower: LiveFollower
  readonly #connections = new Set<SocketConnection>()
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 1_048_576 + 64, perMessageDeflate: false })
  readonly #timers: NodeJS.Timeout[]
  #isDraining = false

  constructor(system: System, options: RoomOptions) {
    const onError = options.onError ?? (() => {})
    this.#system = system
    this.#options = options
    this.#shelf = new RoomShelf(system, { beforeCommit: options.beforeCommit, patience: options.patience, onError })
    const open = {
      claim: (id: string) => this.#shelf.openClaim(id),
      reports: (teamId: string) => this.#shelf.reportsOf(teamId),
    }
    this.#follower = new LiveFollower(system.db, open, onError)
    this.#timers = [
      setInterval(() => this.#tick(), 100),
      setInterval(() => this.#each((connection) => connection.beat()), 15_000),
      setInterval(() => void this.#sweep().catch(onError), 30_000),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    void this.#admit(request)
      .catch((error: unknown): Admission => {
        this.#options.onError?.(error)
        return { status: 503 }
      })
      .then((admission) => {
        if ('status' in admission) return refuseUpgrade(socket, admission.status)
        this.#server.handleUpgrade(request, socket, head, (opened) => this.#open(opened, admission, request))
      })
  }

  async #admit(request: IncomingMessage): Promise<Admission> {
    const target = parseTarget(request.url)
    if (!target) return { status: 404 }
    if (this.#isDraining) return { status: 503 }
    if (!this.#options.isOwnOrigin(request.headers.origin, request.headers.host)) return { status: 403 }
    const actor = await this.#options.authenticate(request.headers.cookie)
    if (!actor) return { status: 401 }
    return target.type === 'claim' ? this.#admitToClaim(actor, target) : this.#admitToReport(actor, target)
  }

  async #admitToReport(actor: Actor, target: RoomTarget): Promise<Admission> {
    const found = await findReport(this.#system.db, target.id)
    if (found?.teamId !== actor.teamId || !can(actor, 'report.read')) return { status: 404 }
    return { room: this.#shelf.report(target.id, found.teamId), actor, clientId: null }
  }

  async #admitToClaim(actor: Actor, { id, client }: RoomTarget): Promise<Admission> {
    const place = await findClaim(this.#system.db, id)
    if (place?.teamId !== actor.teamId || !can(actor, 'report.read')) return { status: 404 }
    if (client !== null) {
      if (!can(actor, 'claim.write')) return { closeWith: closeCode.forbidden, reason: 'You may not write here.' }
      if (place.withdrawn) return { closeWith: closeCode.closedForWriting, reason: 'The claim was withdrawn.' }
      const isOwn = await isClientOf(this.#system.db, client, { claimId: id, personId: actor.personId })
      if (!isOwn) return { closeWith: closeCode.unknownClient, reason: 'This page is no longer known.' }
    }
    return { room: await this.#shelf.claim(place), actor, clientId: client }
  }

  #open(socket: WebSocket, admission: Exclude<Admission, { status: number }>, request: IncomingMessage): void {
    if ('closeWith' in admission) {
      socket.on('error', () => socket.terminate())
      return socket.close(admission.closeWith, admission.reason)
    }
    const { room, actor, clientId } = admission
    const connection = new SocketConnection(socket, { actor, clientId, cookie: request.headers.cookie })
    this.#connections.add(connection)
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

  async drain(): Promise<void> {
    this.#isDraining = true
    await this.#shelf.flusher.idle()
    this.#each((connection) => connection.close(closeCode.restarting, 'The server restarts.'))
    await this.#shelf.flusher.idle()
    for (const timer of this.#timers) clearInterval(timer)
    this.#server.close()
  }

  #each(run: (connection: SocketConnection) => void): void {
    for (const connection of this.#connections) run(connection)
  }

  #tick(): void {
    const now = Date.now()
    this.#each((connection) => connection.refill(now))
    this.#shelf.relieve()
  }

  /** Judges every open socket anew: rights change and sessions end without anyone telling us. */
  async #sweep(): Promise<void> {
    for (const connection of this.#connections) {
      const actor = await this.#options.authenticate(connection.cookie)
      const before = connection.actor
      if (actor?.sessionId !== before.sessionId || actor.personId !== before.personId) {
        connection.close(closeCode.signedOut, 'You are signed out.')
      } else if (actor.teamId !== before.teamId || !can(actor, 'report.read')) {
        connection.close(closeCode.forbidden, 'You no longer belong to this team.')
      } else if (can(actor, 'claim.write') !== can(before, 'claim.write')) {
        connection.close(closeCode.judgedAnew, 'Your rights changed.')
      }
    }
  }
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const names: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' }
  const name = names[status] ?? 'Service Unavailable'
  socket.end(`HTTP/1.1 ${status} ${name}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
