import { hash, verify, type Options } from '@node-rs/argon2'
import { Problem } from '../errors.ts'
import { createKnownPasswords } from './known-passwords.gateway.ts'

/** OWASP's minimum; algorithm 2 is Argon2id. One hash takes about 19 MB, so only a few run at once. */
const settings: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export interface Bounds {
  readonly atOnce: number
  readonly waiting: number
}

/** Those who wait are served within about two seconds on a small machine; nobody is kept longer. */
const usual: Bounds = { atOnce: 4, waiting: 200 }

/** Hashes and checks passwords off the event loop, for the whole process. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes the same time when there is nothing to compare with. */
  matches(stored: string | null, password: string): Promise<boolean>
  /** Why nobody should choose this password, as a sentence; null when they may. `about` are words of the person. */
  whyNot(password: string, about: readonly string[]): string | null
  /** Makes what the first check of each kind would have to wait for, and everybody else with it. */
  prepare(): Promise<void>
}

/**
 * Makes the password hasher of a process. Its queue is bounded: a flood is told to come back and takes no memory.
 * @throws {Problem} from its methods, `unavailable`, when too many wait.
 */
export function createPasswords({ atOnce, waiting: most }: Bounds = usual): Passwords {
  let running = 0
  const waiting: (() => void)[] = []
  let dummy: Promise<string> | null = null
  const known = createKnownPasswords()

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) {
      if (waiting.length >= most) throw tooBusy()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  const somebodys = () =>
    (dummy ??= hash('nobody has this password', settings).catch((error: unknown) => {
      dummy = null
      throw error
    }))

  return {
    hash: (password) => inTurn(() => hash(password, settings)),
    async matches(stored, password) {
      const against = stored ?? (await somebodys())
      const equal = await inTurn(() => verify(against, password))
      return stored !== null && equal
    },
    whyNot: known.whyNot,
    async prepare() {
      known.whyNot('', [])
      await somebodys()
    },
  }
}

const tooBusy = () =>
  new Problem('unavailable', 'Too many people are signing in just now. Try again in a few seconds.', {}, 5)
