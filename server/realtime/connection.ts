import type { Actor } from '../policy/can.ts'

/** What a room knows of an open socket. */
export interface Connection {
  readonly actor: Actor
  /** The client id that this socket writes under; null for a reader. */
  readonly clientId: number | null
  /** Under which id its own presence comes in its messages; null until it has told any. */
  tellsAs: number | null
  /** Under which id the others see it: given by the room, so that no two connections share one. */
  presenceId: number
  /** Whether its first catch-up was served: nothing is broadcast to it before. */
  caughtUp: boolean
  /** Content frames of this socket that are durable. */
  durable: number
  /** Bytes of this socket that wait for their commit. */
  waitingBytes: number
  /** The questions that it was asked and has not answered, by number: who is told its answer. */
  readonly questions: Map<number, (isSaved: boolean) => void>
  /** False while it reads slower than it is sent: it then gets one catch-up when it has drained. */
  readonly keepsUp: boolean
  send(frame: Uint8Array): void
  close(code: number, reason: string): void
}

/** The clock of a room: reads the time, and runs something a little later. */
export interface Timing {
  now(): number
  later(milliseconds: number, run: () => void): void
}

/** Takes an answer; one to no question that this connection was asked, or a second one, is passed over. */
export function hearAnswer({ questions }: Connection, question: number, isSaved: boolean): void {
  const tell = questions.get(question)
  questions.delete(question)
  tell?.(isSaved)
}
