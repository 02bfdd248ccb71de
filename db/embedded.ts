import { renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Address } from './client.ts'
import { installBinaries } from './embedded/binaries.ts'
import { addresses, ensureDatabase, prepareCluster, readPasswords } from './embedded/cluster.ts'
import { EmbeddedError, EmbeddedInUseError } from './embedded/error.ts'
import { preparePlace, type Place } from './embedded/place.ts'
import { isReady, startPostmaster, stopOrphan, type Postmaster } from './embedded/postmaster.ts'
import { lockHolder, takeLock } from './lock.mjs'

export { EmbeddedError, EmbeddedInUseError } from './embedded/error.ts'
export { embeddedHome, signingFolder } from './embedded/place.ts'

/** How to start an embedded database: `root` is its folder (default: `PLUMBLINE_DATA_DIR`, else one per checkout). */
export interface EmbeddedOptions {
  root?: string
  onProgress?: (sentence: string) => void
}

/** A PostgreSQL that runs as long as this process does. */
export interface Embedded extends Attached {
  dataDir: string
  /** Whether the data folder was made by this start. */
  fresh: boolean
  /** Resolves with one sentence if the database ended although nobody stopped it, and cannot be kept running. */
  lost: Promise<string>
}

/** What a tool gets: `stop` ends only what this tool started itself. */
export interface Attached {
  /** The owner's connection: migrations, sealing, erasure. */
  address: Address
  /** The application's connection: cannot change or delete facts once `migrate` has granted its rights. */
  appAddress: Address
  place: Place
  stop(): Promise<void>
}

const ATTACH_PATIENCE = 30_000
const LARGEST_LOG = 5_000_000
const SHORT_LIFE = 200
const MOST_SHORT_LIVES = 5

/** Starts the embedded database; ends in an EmbeddedError with one sentence when it cannot. */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<Embedded> {
  const place = preparePlace(options.root)
  const lock = lockPlace(place)
  try {
    const started = await startAt(place, options.onProgress ?? (() => {}))
    let stopping: Promise<void> | undefined
    return { ...started, stop: () => (stopping ??= started.stop().finally(lock.release)) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Starts the database of a place that the caller has locked. */
export async function startAt(place: Place, onProgress: (sentence: string) => void): Promise<Embedded> {
  const binaries = installBinaries(place.binariesDir)
  await stopOrphan(place)
  rotateLog(place.log)
  const fresh = await prepareCluster(place, binaries)
  if (fresh) onProgress(`Made a new database in ${place.dataDir}.`)
  const passwords = readPasswords(place)
  const start = () => startPostmaster(place, binaries, onProgress)
  const keeper = keepRunning(place, await start(), start)
  await ensureDatabase(place, passwords).catch(async (error: unknown) => {
    await keeper.stop()
    throw error
  })
  const { dataDir } = place
  return { ...addresses(place, passwords), place, dataDir, fresh, lost: keeper.lost, stop: () => keeper.stop() }
}

/** Starts the server again whenever it ends by itself, unless it keeps ending. */
function keepRunning(
  place: Place,
  first: Postmaster,
  start: () => Promise<Postmaster>,
): { lost: Promise<string>; stop(): Promise<void> } {
  let running = Promise.resolve(first)
  let stopping = false
  const lost = new Promise<string>((resolve) => {
    const watch = async () => {
      for (let shortLives = 0; shortLives <= MOST_SHORT_LIVES; running = start()) {
        const postmaster = await running
        const begun = Date.now()
        await postmaster.gone
        if (stopping) return
        shortLives = Date.now() - begun < SHORT_LIFE ? shortLives + 1 : 0
      }
      resolve(`The database keeps ending; see ${place.log}. What was saved is kept.`)
    }
    watch().catch((error: unknown) => resolve((error as Error).message))
  })
  return {
    lost,
    async stop() {
      stopping = true
      await running.then(
        (postmaster) => postmaster.stop(),
        () => {},
      )
    },
  }
}

/** For tools: uses the database of a running Plumbline, or starts it for as long as the tool runs. */
export async function attachEmbedded(options: EmbeddedOptions = {}): Promise<Attached> {
  const end = Date.now() + ATTACH_PATIENCE
  for (;;) {
    try {
      return await startEmbedded(options)
    } catch (error) {
      if (!(error instanceof EmbeddedInUseError)) throw error
      const attached = await attachToRunning(preparePlace(options.root), end)
      if (attached) return attached
    }
  }
}

// Null when the other process ended meanwhile: then the caller starts the database itself.
async function attachToRunning(place: Place, end: number): Promise<Attached | null> {
  while (lockHolder(place.lock) !== null) {
    if (isReady(join(place.dataDir, 'postmaster.pid'))) {
      return { ...addresses(place, readPasswords(place)), place, stop: async () => {} }
    }
    if (Date.now() > end) {
      throw new EmbeddedError(
        `Process ${lockHolder(place.lock)} has the database in ${place.dataDir} but does not get it started; stop it and try again.`,
      )
    }
    await sleep(50)
  }
  return null
}

/** Takes a place for this process alone, or says who has it. */
export function lockPlace(place: Place): { release: () => void } {
  try {
    const lock = takeLock(place.lock)
    if (lock.heldBy === null) return lock
    throw new EmbeddedInUseError(place.dataDir, lock.heldBy)
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    throw new EmbeddedError(
      `The database folder ${place.base} cannot be written (${(error as Error).message}); ` +
        'make it writable, or name another one in PLUMBLINE_DATA_DIR.',
    )
  }
}

function rotateLog(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) <= LARGEST_LOG) return
  rmSync(`${log}.old`, { force: true })
  renameSync(log, `${log}.old`)
}
