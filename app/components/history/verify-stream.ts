import { checkBundle, type OnProgress } from '#server/history/check-bundle.ts'
import type { Checked, Fault } from '#server/history/checked.ts'
import { BadArchive, filesIn } from '#server/history/tar-file.ts'

/** Checks a .tar.gz with an exported history as it comes in, by this key alone. */
export function verifyStream(
  archive: ReadableStream<Uint8Array>,
  key: string,
  onProgress: OnProgress,
): Promise<Checked | Fault> {
  const unpack = new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>
  return checkBundle(filesIn(chunksOf(archive.pipeThrough(unpack))), { key }, onProgress)
}

// Not every browser can iterate over a stream.
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      // It is unpacked here: what cannot be is no archive.
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new BadArchive(error instanceof Error ? error.message.replace(/\.$/u, '') : 'it is no archive')
      })
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
