import { historyMessages } from './messages.ts'

/** An exported history on its way. */
export interface Opened {
  readonly archive: ReadableStream<Uint8Array>
  readonly name: string
  /** Keeps what goes through, to be saved; null where somebody has it already. */
  readonly parts: Uint8Array<ArrayBuffer>[] | null
  /** Whether it broke off on its way, which says nothing of what it is. */
  isBroken(): boolean
}

/** What the server said instead of giving it. */
export class Refused extends Error {}

/** Asks for an exported history. @throws {Refused} when there is none to be had. */
export async function opened(address: string, signal: AbortSignal): Promise<Opened> {
  const response = await fetch(address, { signal, headers: { accept: 'application/gzip' } })
  const isArchive = response.headers.get('content-type') === 'application/gzip'
  if (!response.ok || !response.body || !isArchive) {
    const said = (await response.json().catch(() => ({}))) as { message?: unknown }
    throw new Refused(typeof said.message === 'string' ? said.message : historyMessages.noAnswer)
  }
  const parts: Uint8Array<ArrayBuffer>[] = []
  const reader = response.body.getReader()
  let broken = false
  let isLeft = false
  const archive = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        broken = true
        throw error
      })
      // Whoever found a fault reads no further, and what was underway then is no break.
      if (isLeft) return
      if (done) return controller.close()
      parts.push(value)
      controller.enqueue(value)
    },
    cancel(reason) {
      isLeft = true
      return reader.cancel(reason)
    },
  })
  const [, name = 'history.tar.gz'] =
    /filename="([^"]+)"/u.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { archive, name, parts, isBroken: () => broken }
}
