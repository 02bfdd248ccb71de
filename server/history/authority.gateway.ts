import { randomBytes } from 'node:crypto'
import { sha256 } from '#sha256'
import { timestampSigner } from './timestamp-signature.gateway.ts'
import { BadTimestamp, expectOver, nonceOf, readTimestamp, timestampQuery, type Timestamp } from './timestamp.ts'
import { isSame } from './tree.ts'

/** An authority of timestamps (RFC 3161 over HTTP), and for how many milliseconds it is waited for. */
export interface Authority {
  readonly url: string
  readonly patience: number
}

/** What it answered, to the byte, and what that says. */
export interface Stamped {
  readonly response: Uint8Array
  readonly timestamp: Timestamp
}

/** No answer of ours is nearly as long: with its certificates one has 3 to 8 KB. */
const mostBytes = 64 * 1024

/**
 * Has an authority say that these bytes are there now, and looks whether it says just that, and has signed it.
 * @throws {BadTimestamp} for anything else; the message is a part of a sentence about the answer.
 */
export async function askAuthority(
  { url, patience }: Authority,
  bytes: Uint8Array,
  over: AbortSignal,
): Promise<Stamped> {
  const nonce = nonceOf(new Uint8Array(randomBytes(16)))
  const signal = AbortSignal.any([over, AbortSignal.timeout(patience)])
  const response = await answerOf(url, timestampQuery(sha256(bytes), nonce), signal)
  const timestamp = readTimestamp(response)
  expectOver(timestamp, bytes)
  if (!timestamp.nonce || !isSame(timestamp.nonce, nonce)) throw new BadTimestamp('it answers another question')
  timestampSigner(timestamp)
  return { response, timestamp }
}

async function answerOf(url: string, query: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' }
    const body = new Uint8Array(query)
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    // Whoever was named in the settings is asked, and nobody else.
    if (answer.status !== 200) {
      await answer.body?.cancel()
      throw new BadTimestamp(`its status is ${answer.status}`)
    }
    return await bytesOf(answer)
  } catch (error) {
    if (error instanceof BadTimestamp) throw error
    throw new BadTimestamp(signal.aborted ? 'it did not come in time' : `there is none: ${causeOf(error)}`)
  }
}

async function bytesOf(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (!answer.body) return new Uint8Array()
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > mostBytes) throw new BadTimestamp(`it has more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/** The driver says only that it failed; why is beneath. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? message
}
