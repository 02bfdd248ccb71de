/**
 * What travels between a page and a room, on top of the y-websocket protocol (sync 0, awareness 1).
 *
 * Claim room  `/rooms/claim/:claimId?client=<clientId>&as=<personId>`: the three texts and the carets. `client` was allocated by
 *             POST `/claims/:id/client`; a reader connects without it.
 *             `as` is the person that the page was made for.
 * Report room `/rooms/report/:reportId?after=<seq>&as=<personId>`: who is here and on which claim, and live events.
 */

/** The only roots of a claim's document, all `Y.Text`. */
export const textNames = ['statement', 'analysis', 'notes'] as const
export type TextName = (typeof textNames)[number]

export const textLimits: Readonly<Record<TextName, number>> = { statement: 2_000, analysis: 100_000, notes: 100_000 }

/**
 * How many times its limit a text may hold: what an editor lets in, and what a room still takes. A room takes more,
 * because several people may fill a text at once; and what an editor lets in at once fits one frame, at up to three
 * bytes a character.
 */
export const mostTimesLimit = { editor: 3, room: 4 } as const

export const messageType = {
  sync: 0,
  awareness: 1,
  /** server → client, varUint: how many of this socket's sync frames with content (step 2 and update) are durable. */
  acknowledged: 100,
  /** server → client, varString: JSON of a `LiveEvent`. Only in report rooms. */
  event: 101,
  /** server → client, varUint8Array: digest of the committed texts (`digestOf`), after every update that led to them. */
  digest: 102,
  /** server → client, varUint and varString: question so and so, whether all that was typed in this claim is durable. */
  question: 103,
  /** client → server, varUint and varUint: to question so and so, 1 once it is durable and 0 if it cannot be saved. */
  answer: 104,
} as const

/** How long at least lies between the beginnings of two loads of an open page, in ms: many events are one load. */
export const betweenLoads = 250

/** One entry of history as an open page needs to hear of it. */
export interface LiveEvent {
  readonly seq: number
  readonly kind: string
  readonly subject: { readonly type: string; readonly id: string }
  readonly actor: string
}

/** Why a room closes a socket. 44xx are final for y-websocket; everything else is tried again. */
export const closeCode = {
  /** The person signed out, the session ended, or they are in no team any more: the page asks which. */
  signedOut: 4401,
  /** No right to this room, or a reader wrote. */
  forbidden: 4403,
  /** Malformed or hostile content: the document starts anew, the text is kept on screen to copy. */
  refused: 4409,
  /** The client id is not (or no longer) this person's. */
  unknownClient: 4410,
  /**
   * The page was made for another person than the one who is signed in now, or in another team than the one that is
   * chosen now: what it holds waits for that person in that team.
   */
  somebodyElse: 4411,
  /** The page's own finding, never sent: its text is no longer the server's. */
  diverged: 4412,
  /** Words of this claim were erased: the document starts anew, without them. */
  erased: 4413,
  /** The claim was withdrawn: the texts are closed for writing. Reconnect as a reader. */
  closedForWriting: 4423,
  /** A right changed: reconnect and be judged anew. */
  judgedAnew: 4503,
  /** The server restarts. */
  restarting: 1012,
  /** The server cannot commit now, or this socket lags too far behind. */
  tryAgain: 1013,
} as const

/** What a person may tell others through presence; name and colour are the server's. */
export interface Presence {
  readonly user: {
    readonly personId: string
    readonly name: string
    readonly color: string
    readonly colorLight: string
  }
  readonly cursor?: unknown
  /** In report rooms: the claim that is open. */
  readonly claimId?: string | null
  readonly field?: TextName | null
}
