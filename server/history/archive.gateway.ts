import { readFile } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { checkout } from '#db/checkout.ts'
import type { Bundle } from './queries/bundle.ts'
import { tarEnd, tarFile } from './tar-file.ts'

/** The program that checks bundles, as it was built with the server; while this is developed, as it is now. */
export function verifierOf(dev: boolean): () => Promise<Uint8Array> {
  if (!dev) return () => readFile(`${checkout}/build/verify.mjs`)
  return async () => (await import('../bundle-verifier.mjs')).bundledVerifier()
}

/**
 * A bundle as a .tar.gz, made as fast as it is read: `drained` answers when more may come, or false when nobody reads on.
 */
export function archived(bundle: Bundle, drained: () => Promise<boolean>): ReadableStream<Uint8Array> {
  // What goes wrong on the way is told where it is read.
  const packed = pipeline(Readable.from(tarred(bundle)), createGzip(), () => {})
  const chunks = packed[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = (await drained()) ? await chunks.next() : await end()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await end()
      },
    },
    { highWaterMark: 0 },
  )

  async function end(): Promise<IteratorResult<Uint8Array>> {
    await chunks.return?.()
    return { done: true, value: undefined }
  }
}

async function* tarred({ name, at, files }: Bundle): AsyncGenerator<Uint8Array> {
  for await (const file of files) yield tarFile({ ...file, name: `${name}/${file.name}` }, at)
  yield tarEnd
}
