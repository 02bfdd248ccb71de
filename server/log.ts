import { pino, type DestinationStream, type Logger } from 'pino'
import { loggedError } from './logged-error.ts'

/** Where a log goes, and from which level on it is written. */
interface LogOptions {
  readonly level: 'info' | 'warn'
  readonly to: DestinationStream
}

/** The server's log: an error that it is given is written as what `loggedError` leaves of it. */
export function createLog({ level, to }: LogOptions): Logger {
  return pino(
    {
      level,
      serializers: { err: loggedError },
      hooks: {
        logMethod([first, ...rest]: unknown[], log) {
          const what = first instanceof Error ? { err: first } : first
          // Of an error without a sentence the log would make one of its message.
          const isUntold = rest.length === 0 && typeof what === 'object' && what !== null && 'err' in what
          Reflect.apply(log, this, [what, ...(isUntold ? [unexpected] : rest)])
        },
      },
    },
    to,
  )
}

const unexpected = 'Something went wrong that nobody expected'
