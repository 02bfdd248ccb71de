import type { Database } from '#db/client.ts'
import { claimsErasedAfter, erasedUpTo } from '../history/store/erasure.ts'
import { can, type Actor } from '../policy/can.ts'
import type { SocketConnection } from './connection.gateway.ts'
import { closeCode } from './protocol.ts'
import { ReportRoom } from './report-room.ts'
import { ClaimRoom } from './room.ts'
import type { RoomShelf } from './rooms.gateway.ts'
import { withdrawnAmong } from './store.ts'

/** How somebody is recognised by the cookie that their socket came with. */
export interface Doorkeeper {
  recognise(cookieHeader: string | undefined): Promise<Actor | null>
}

/** Closes the sockets of whoever has lost a right since they connected; they come back and are judged anew. */
export class Access {
  readonly #db: Database
  readonly #doorkeeper: Doorkeeper
  readonly #connections: ReadonlyMap<SocketConnection, ClaimRoom | ReportRoom>
  readonly #shelf: RoomShelf
  /** Counts hints: somebody let in while it changed was judged by what may no longer hold. */
  hints = 0

  constructor(
    db: Database,
    doorkeeper: Doorkeeper,
    connections: ReadonlyMap<SocketConnection, ClaimRoom | ReportRoom>,
    shelf: RoomShelf,
  ) {
    this.#db = db
    this.#doorkeeper = doorkeeper
    this.#connections = connections
    this.#shelf = shelf
  }

  /** Judges the sockets that "person <id>", "claim <id>" or "team <id>" names; all without a hint, or with an unknown one. */
  async judge(hint: string | null): Promise<void> {
    this.hints += 1
    const [kind, id = ''] = hint?.split(' ') ?? []
    if (kind === 'claim') return this.#judgeClaims([id])
    if (kind === 'team') return this.#closeErased(this.#shelf.openClaims().filter(({ teamId }) => teamId === id))
    await this.#judgePeople(kind === 'person' ? id : null)
    if (kind !== 'person') await this.#judgeClaims(this.#shelf.openClaims().map(({ claimId }) => claimId))
  }

  async #judgeClaims(claimIds: readonly string[]): Promise<void> {
    const open = claimIds.filter((claimId) => this.#shelf.openClaim(claimId))
    if (open.length === 0) return
    await this.#closeErased(this.#shelf.openClaims().filter(({ claimId }) => open.includes(claimId)))
    for (const claimId of await withdrawnAmong(this.#db, open)) {
      this.#shelf.openClaim(claimId)?.closeWriters(closeCode.closedForWriting, 'The claim was withdrawn.')
    }
  }

  /** Gives up the rooms that were loaded before words of their team were erased; where they held them, for good. */
  async #closeErased(rooms: readonly ClaimRoom[]): Promise<void> {
    const upTo = new Map<string, number>()
    for (const { teamId } of rooms) {
      if (!upTo.has(teamId)) upTo.set(teamId, await erasedUpTo(this.#db, teamId))
    }
    for (const room of rooms.filter(({ teamId, erasedUpTo: known }) => known !== upTo.get(teamId))) {
      const isTouched = (await claimsErasedAfter(this.#db, room.teamId, room.erasedUpTo)).has(room.claimId)
      const { closeWith, reason } = isTouched ? erasedHere : loadedAnew
      this.#shelf.abandon(room, reason, closeWith)
    }
  }

  async #judgePeople(personId: string | null): Promise<void> {
    const known = new Map<string | undefined, Promise<Actor | null>>()
    const ofPerson = [...this.#connections.keys()].filter(
      ({ actor }) => (personId ?? actor.personId) === actor.personId,
    )
    await Promise.all(
      ofPerson.map(async (connection) => {
        const actor = known.get(connection.cookie) ?? this.#doorkeeper.recognise(connection.cookie)
        known.set(connection.cookie, actor)
        judgeOne(connection, await actor)
      }),
    )
  }
}

/** Whoever holds erased words begins anew, with a new document. */
export const erasedHere = { closeWith: closeCode.erased, reason: 'Words of this claim were erased.' } as const
const loadedAnew = { closeWith: closeCode.tryAgain, reason: 'The claim is loaded anew.' } as const

function judgeOne(connection: SocketConnection, actor: Actor | null): void {
  const before = connection.actor
  if (actor?.sessionId !== before.sessionId || actor.personId !== before.personId) {
    connection.close(closeCode.signedOut, 'You are signed out, or in no team any more.')
  } else if (actor.teamId !== before.teamId) {
    // They chose another team, or fell to one because they left this one: the page asks which.
    connection.close(closeCode.somebodyElse, 'You are in another team now.')
  } else if (!can(actor, 'report.read')) {
    connection.close(closeCode.forbidden, 'You no longer belong to this team.')
  } else if (can(actor, 'claim.write') !== can(before, 'claim.write')) {
    connection.close(closeCode.judgedAnew, 'Your rights changed.')
  }
}
