import { createHash } from 'node:crypto'
import { RateLimiterDrizzle, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '#db/client.ts'
import { attempt } from '#db/schema/identity.ts'
import { asProblem, Problem } from '../errors.ts'
import { networkOf } from './network.ts'

const minute = 60

/** How often what may happen within how many seconds. */
const limits = {
  /** Wrong passwords of one account from one network. */
  pair: { points: 10, duration: 15 * minute },
  /** Wrong passwords from one network: a whole newsroom may be behind it. */
  network: { points: 100, duration: 15 * minute },
  /** Wrong passwords of one account from everywhere but the browsers that it knows. */
  account: { points: 60, duration: 60 * minute },
  /** Wrong passwords of one account from one browser that it knows. */
  device: { points: 10, duration: 15 * minute },
  /** Letters that one network asks for. */
  asking: { points: 20, duration: 60 * minute },
  /** Letters to one address, whoever asks: each brings a link, so none is needed once these are spent. */
  letters: { points: 6, duration: 60 * minute },
  /** Links that open nothing, from one network. */
  links: { points: 60, duration: 15 * minute },
} as const

type Limit = keyof typeof limits

/** Who tries to prove who they are. */
export interface Claimant {
  readonly email: string
  /** The address that the request came from. */
  readonly address: string
  /** The hash of the token of a browser that this account knows, or null. */
  readonly device: string | null
}

/** Counts what may be tried only so often, in the database: all processes share it, and a restart forgets nothing. */
export interface Attempts {
  /**
   * Lets somebody try a password. What answers null was wrong, and counts; what throws was no try.
   * @throws {Problem} `too-many`
   */
  prove<T>(who: Claimant, work: () => Promise<T | null>): Promise<T | null>
  /**
   * Counts a wish for a letter. Answers whether the address may have another one.
   * @throws {Problem} `too-many` for a network that asks for too many, whatever the addresses.
   */
  askForLetter(email: string, address: string): Promise<boolean>
  /**
   * Looks for what a link opens. One that opens nothing counts.
   * @throws {Problem} `too-many`
   */
  openLink<T>(address: string, work: () => Promise<T>): Promise<T>
}

/**
 * Makes the counters. Nobody can keep a person out for good: from a browser that the account knows only that browser's
 * own mistakes count, and a reset link makes a browser known.
 */
export function createAttempts(db: Database): Attempts {
  const { take, giveBack, limiters } = createCounters(db)
  return {
    async prove(who, work) {
      const counters = countersOf(who)
      // Counted before it is tried, so that many at once are no more than the limit; the narrowest first, so that
      // whoever is refused there spends nothing of what others share.
      for (const counter of counters) await take(counter)
      const outcome = await work().catch(async (error: unknown) => {
        await giveBack(counters)
        throw error
      })
      if (outcome !== null) await giveBack(counters)
      return outcome
    },
    async askForLetter(email, address) {
      await take(['asking', hashed(networkOf(address))])
      return limiters.letters.consume(hashed(emailKey(email))).then(
        () => true,
        (outcome: unknown) => {
          if (outcome instanceof RateLimiterRes) return false
          throw outcome
        },
      )
    },
    async openLink(address, work) {
      const counter: Counter = ['links', hashed(networkOf(address))]
      await take(counter)
      const outcome = await work().catch(async (error: unknown) => {
        if (asProblem(error)?.id !== 'not-found') await giveBack([counter])
        throw error
      })
      await giveBack([counter])
      return outcome
    },
  }
}

function createCounters(db: Database) {
  const limiters = makeLimiters(db)
  return {
    limiters,
    async take([limit, key]: Counter): Promise<void> {
      try {
        await limiters[limit].consume(key)
      } catch (outcome) {
        if (!(outcome instanceof RateLimiterRes)) throw outcome
        throw tooMany(limit, Math.ceil(outcome.msBeforeNext / 1_000))
      }
    },
    giveBack: (taken: readonly Counter[]) => Promise.all(taken.map(([limit, key]) => limiters[limit].reward(key, 1))),
  }
}

type Counter = readonly [Limit, string]

function countersOf({ email, address, device }: Claimant): readonly Counter[] {
  const [account, network] = [emailKey(email), networkOf(address)]
  if (device) return [['device', hashed(account, device)]]
  return [
    ['pair', hashed(account, network)],
    ['network', hashed(network)],
    ['account', hashed(account)],
  ]
}

const emailKey = (email: string): string => email.trim().toLowerCase()

/** Addresses are nobody's business in this table, and a key is bounded. */
const hashed = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('base64url')

/** One counter for each limit, all in one table; while that cannot be used, each process counts for itself. */
function makeLimiters(db: Database): Record<Limit, RateLimiterDrizzle> {
  const entries = Object.entries(limits).map(([keyPrefix, limit], index) => {
    const insuranceLimiter = new RateLimiterMemory({ keyPrefix, ...limit })
    const shared = { storeClient: db, schema: attempt, clearExpiredByTimeout: index === 0 }
    return [keyPrefix, new RateLimiterDrizzle({ keyPrefix, ...limit, ...shared, insuranceLimiter })] as const
  })
  return Object.fromEntries(entries) as Record<Limit, RateLimiterDrizzle>
}

function tooMany(limit: Limit, seconds: number): Problem {
  const wait = seconds < 90 ? 'a minute' : `${Math.ceil(seconds / minute)} minutes`
  const sentence =
    limit === 'account'
      ? `Somebody tried this address too often. Choose a new password by a link in your mail, or wait ${wait}.`
      : `That was tried too often from here. Try again in ${wait}.`
  return new Problem('too-many', sentence, {}, seconds)
}
