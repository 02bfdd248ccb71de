import { hash, verify, type Options } from '@node-rs/argon2'

/** OWASP's minimum; algorithm 2 is Argon2id. One hash takes about 19 MB, so only a few run at once. */
const settings: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const atOnce = 4

/** Hashes and checks passwords off the event loop. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes the same time when there is nothing to compare with. */
  matches(stored: string | null, password: string): Promise<boolean>
}

/** Makes the password hasher, with its own bounded queue. */
export function createPasswords(): Passwords {
  let running = 0
  const waiting: (() => void)[] = []
  const dummy = hash('nobody has this password', settings)

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  return {
    hash: (password) => inTurn(() => hash(password, settings)),
    async matches(stored, password) {
      const against = stored ?? (await dummy)
      const equal = await inTurn(() => verify(against, password))
      return stored !== null && equal
    },
  }
}
