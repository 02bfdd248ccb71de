import type { Address, Database } from '#db/client.ts'
import { keepTelling, type Telling } from './history/follower.ts'
import type { Rounds } from './history/rounds.gateway.ts'
import { keepSealing } from './history/sealer.gateway.ts'
import { keepSigning } from './history/signer.gateway.ts'
import type { SigningFolder } from './history/signing-folder.gateway.ts'
import { keepTimestamping } from './history/timestamper.gateway.ts'

/** What the jobs of a server work with. */
export interface Means {
  readonly db: Database
  now(): Date
  readonly folder: SigningFolder
  /** Where the owner of the tables connects, and for how many days edits stay as they are. */
  readonly owner: Address
  readonly sealAfter: number
  /** The authority of timestamps; where none is named, nobody is asked. */
  readonly authority: string | undefined
  onError(error: unknown): void
  /** Told what whoever runs the server must know. */
  warn(sentence: string): void
}

/** All that a server does without being asked, by name. */
export interface Jobs {
  readonly signing: Rounds
  readonly telling: Telling
  readonly sealing: Rounds
  readonly timestamping?: Rounds
}

/**
 * Starts what goes on until it is told to stop. Nothing of it is anybody's deed: no fact changes by it, and it leaves no entry.
 * Resolves when all histories are signed once.
 */
export async function startJobs(means: Means): Promise<Jobs> {
  const { db, now, folder, owner, sealAfter, authority: url, onError, warn } = means
  const signing = await keepSigning({ db, folder }, ({ teamId, why }) =>
    warn(`The history of ${teamId} is not signed any more. ${why}`),
  )
  const authority = url === undefined ? null : { url, patience: 10_000 }
  return {
    signing,
    telling: keepTelling(db, onError),
    sealing: keepSealing(owner, sealAfter, onError),
    ...(authority && {
      timestamping: keepTimestamping({ db, now, authority }, (why) => warn(`A checkpoint has no timestamp. ${why}`)),
    }),
  }
}

/** Ends all of them after what they are at. */
export const stopJobs = (jobs: Jobs): Promise<unknown> =>
  Promise.all(Object.values(jobs).map((each: Rounds) => each.stop()))
