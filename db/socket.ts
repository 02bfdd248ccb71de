import { connect, type Socket } from 'node:net'

/** Longer than PostgreSQL itself lets a statement or a lock take. */
const longestSilence = 12_000

/** Where a driver wants to connect to. */
export interface Wanted {
  readonly path?: string | undefined
  readonly host?: readonly string[] | undefined
  readonly port?: readonly number[] | undefined
}

/**
 * A connection to PostgreSQL that ends when a question is not answered. When the other end is gone without a word (a host
 * without power, a network that drops what it carries), the operating system alone would wait for many minutes.
 */
export function openSocket({ path, host, port }: Wanted): Socket {
  const socket = path ? connect(path) : connect(port?.[0] ?? 5432, host?.[0] ?? 'localhost')
  let waiting: NodeJS.Timeout | null = null
  const answered = () => {
    if (waiting) clearTimeout(waiting)
    waiting = null
  }
  const write = socket.write.bind(socket)
  socket.write = ((...given: Parameters<typeof write>) => {
    waiting ??= setTimeout(
      () => socket.destroy(Object.assign(new Error('The database does not answer.'), { code: 'ETIMEDOUT' })),
      longestSilence,
    ).unref()
    return write(...given)
  }) as typeof write
  return socket.on('data', answered).on('close', answered)
}
