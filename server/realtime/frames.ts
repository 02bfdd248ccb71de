import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageType, type LiveEvent } from './protocol.ts'

/** What a socket may send. */
export type Frame =
  | { readonly kind: 'asks'; readonly stateVector: Uint8Array }
  | { readonly kind: 'content'; readonly update: Uint8Array }
  | { readonly kind: 'awareness'; readonly states: Uint8Array }
  | { readonly kind: 'answer'; readonly question: number; readonly isSaved: boolean }
  | { readonly kind: 'other' }

const framed = (write: (encoder: encoding.Encoder) => void): Uint8Array => encoding.encode(write)

const sync = (step: number, bytes: Uint8Array): Uint8Array =>
  framed((encoder) => {
    encoding.writeVarUint(encoder, messageType.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })

/** Asks a writer for what the server lacks. */
export const stepOne = (stateVector: Uint8Array): Uint8Array => sync(0, stateVector)
/** Answers a step one. */
export const stepTwo = (update: Uint8Array): Uint8Array => sync(1, update)
/** Passes on what changed. */
export const updateFrame = (update: Uint8Array): Uint8Array => sync(2, update)

/** Says how many content frames of this socket are durable. */
export const acknowledgement = (count: number): Uint8Array =>
  framed((encoder) => {
    encoding.writeVarUint(encoder, messageType.acknowledged)
    encoding.writeVarUint(encoder, count)
  })

/** Carries one live event. */
export const eventFrame = (event: LiveEvent): Uint8Array =>
  framed((encoder) => {
    encoding.writeVarUint(encoder, messageType.event)
    encoding.writeVarString(encoder, JSON.stringify(event))
  })

/** Says what the texts are that this socket was sent. */
export const digestFrame = (digest: Uint8Array): Uint8Array =>
  framed((encoder) => {
    encoding.writeVarUint(encoder, messageType.digest)
    encoding.writeVarUint8Array(encoder, digest)
  })

/** Asks a page whether all that was typed in it in a claim is durable. */
export const questionFrame = (question: number, claimId: string): Uint8Array =>
  framed((encoder) => {
    encoding.writeVarUint(encoder, messageType.question)
    encoding.writeVarUint(encoder, question)
    encoding.writeVarString(encoder, claimId)
  })

/** Answers a question: it is durable, or it cannot be saved. */
export const answerFrame = (question: number, isSaved: boolean): Uint8Array =>
  framed((encoder) => {
    encoding.writeVarUint(encoder, messageType.answer)
    encoding.writeVarUint(encoder, question)
    encoding.writeVarUint(encoder, isSaved ? 1 : 0)
  })

/** Carries presence states. */
export const awarenessFrame = (states: Uint8Array): Uint8Array =>
  framed((encoder) => {
    encoding.writeVarUint(encoder, messageType.awareness)
    encoding.writeVarUint8Array(encoder, states)
  })

/** An awareness frame without states: y-websocket hangs up on a server that is silent for 30 s. */
export const heartbeat = (): Uint8Array => awarenessFrame(new Uint8Array([0]))

/**
 * Reads a frame.
 * @throws {Error} when it is cut short, of an unknown sync step, or an answer that is neither yes nor no.
 */
export function readFrame(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes)
  const type = decoding.readVarUint(decoder)
  if (type === messageType.awareness) return { kind: 'awareness', states: decoding.readVarUint8Array(decoder) }
  if (type === messageType.answer) return readAnswer(decoder)
  if (type !== messageType.sync) return { kind: 'other' }
  const step = decoding.readVarUint(decoder)
  if (step === 0) return { kind: 'asks', stateVector: decoding.readVarUint8Array(decoder) }
  if (step === 1 || step === 2) return { kind: 'content', update: decoding.readVarUint8Array(decoder) }
  throw new Error('This sync step is unknown.')
}

function readAnswer(decoder: decoding.Decoder): Frame {
  const question = decoding.readVarUint(decoder)
  const word = decoding.readVarUint(decoder)
  if (word > 1) throw new Error('This answer is neither yes nor no.')
  return { kind: 'answer', question, isSaved: word === 1 }
}

/** Whether an update changes nothing: no structs, no deletions. */
export function isEmptyUpdate(update: Uint8Array): boolean {
  return update.byteLength === 2 && update[0] === 0 && update[1] === 0
}
