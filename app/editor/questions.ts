import * as decoding from 'lib0/decoding'
import type { WebsocketProvider } from 'y-websocket'
import { answerFrame } from '#server/realtime/frames.ts'
import { messageType } from '#server/realtime/protocol.ts'
import type { Ledger } from './unsaved.ts'

type Tell = (isSaved: boolean) => void

/** Questions whether what was typed until then is durable, each answered once. */
export class Questions {
  #open: { frames: number; readonly tell: Tell }[] = []

  ask(ledger: Ledger, tell: Tell): void {
    this.#open.push({ frames: framesOf(ledger), tell })
    this.look(ledger)
  }

  /** Answers what can be answered as the ledger is now. */
  look(ledger: Ledger): void {
    const open = this.#open
    this.#open = []
    for (const each of open) {
      // On another socket everything is sent again, with its first frame.
      if (ledger.sent < each.frames) each.frames = framesOf(ledger)
      const isSaved = ledger.pending === 0 || ledger.acknowledged >= each.frames
      if (isSaved || ledger.phase === 'ended') each.tell(isSaved)
      else this.#open.push(each)
    }
  }
}

/** How many frames must be acknowledged for all that was typed until now to be durable. */
const framesOf = ({ sent }: Ledger): number => Math.max(1, sent)

/** Answers the server's questions on the socket on which they came. */
export function answerQuestions(provider: WebsocketProvider, ask: (claimId: string, tell: Tell) => void): void {
  provider.messageHandlers[messageType.question] = (_encoder, decoder) => {
    const question = decoding.readVarUint(decoder)
    const socket = provider.ws
    ask(decoding.readVarString(decoder), (isSaved) => {
      if (provider.ws === socket) socket?.send(answerFrame(question, isSaved))
    })
  }
}
