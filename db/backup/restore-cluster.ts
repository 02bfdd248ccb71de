import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { lockPlace, startAt, type Embedded } from '../embedded.ts'
import { preparePlace, type Place, type Runner } from '../embedded/place.ts'
import { BackupError } from './error.ts'
import { expectRestorable, type Manifest } from './manifest.ts'
import { readArchive } from './read-archive.ts'

export interface RestoreOptions {
  /** The folder of the database; by default the one that Plumbline would start. */
  readonly root?: string
  /** Moves a database that is there aside. */
  readonly replace: boolean
  onProgress(sentence: string): void
  /** What is done with the recovered database before it is put in place. */
  whenRecovered(database: Embedded, manifest: Manifest): Promise<void>
}

export interface Restored {
  readonly place: Place
  /** Where the database lies that was here before, if there was one. */
  readonly movedTo: string | null
}

const passwords = 'passwords.json'

/**
 * Unpacks a backup beside the place of the database, checks all of it, lets it recover, and only then puts it in place.
 * Whatever fails before leaves everything as it was.
 */
export async function restoreCluster(file: string, options: RestoreOptions): Promise<Restored> {
  const place = preparePlace(options.root)
  const lock = lockPlace(place)
  try {
    if (isThere(place) && !options.replace) {
      throw new BackupError(
        `There is a database in ${place.dataDir} already; nothing was changed. Name an empty folder in PLUMBLINE_DATA_DIR, ` +
          'or add --replace, which moves it aside.',
      )
    }
    const beside = emptyFolder(join(place.base, 'restoring'), place.runner, 0o755)
    const aside: Place = { ...place, dataDir: join(beside, 'postgres'), passwords: join(beside, passwords) }
    try {
      const manifest = await unpack(file, aside)
      expectRestorable(manifest, new Date())
      options.onProgress('Every file of the backup is whole. Starting the database …')
      await recover(aside, manifest, options)
      return { place, movedTo: putInPlace(place, aside) }
    } finally {
      rmSync(beside, { recursive: true, force: true })
    }
  } finally {
    lock.release()
  }
}

function isThere({ dataDir }: Place): boolean {
  return existsSync(dataDir) && readdirSync(dataDir).length > 0
}

async function unpack(file: string, { dataDir, passwords: secret, runner }: Place): Promise<Manifest> {
  emptyFolder(dataDir, runner, 0o700)
  const made = new Set<string>()
  const makeFolder = (folder: string): void => {
    if (folder === dataDir || made.has(folder)) return
    makeFolder(dirname(folder))
    mkdirSync(folder, { mode: 0o700, recursive: true })
    own(folder, runner)
    made.add(folder)
  }
  const manifest = await readArchive(file, async (path, part, isFirst) => {
    const target = path === passwords ? secret : join(dataDir, withinData(path))
    if (path !== passwords) makeFolder(dirname(target))
    await writeFile(target, part, { mode: 0o600, flag: isFirst ? 'wx' : 'a' }).catch((error: Error) => {
      throw new BackupError(`The backup cannot be unpacked to ${dataDir} (${error.message}). Nothing was changed.`)
    })
    if (isFirst && path !== passwords) own(target, runner)
  })
  if (manifest.kind !== 'files') {
    throw new BackupError(
      'This backup is of a PostgreSQL of your own: set DATABASE_URL to an empty database and try again.',
    )
  }
  for (const folder of manifest.folders) makeFolder(join(dataDir, withinData(folder)))
  return manifest
}

/** What a dump holds has no place here, and is refused once it is known to be one. */
const withinData = (path: string): string => path.replace(/^data\//u, '')

// Starting makes every file durable before anything is replayed, and stopping what was replayed.
async function recover(aside: Place, manifest: Manifest, options: RestoreOptions): Promise<void> {
  const database = await startAt(aside, options.onProgress)
  try {
    await options.whenRecovered(database, manifest)
  } finally {
    await database.stop()
  }
}

function putInPlace(place: Place, aside: Place): string | null {
  const movedTo = isThere(place) ? join(place.base, `replaced-${new Date().toISOString().replaceAll(':', '-')}`) : null
  if (movedTo) {
    mkdirSync(movedTo, { mode: 0o755 })
    renameSync(place.dataDir, join(movedTo, 'postgres'))
    if (existsSync(place.passwords)) renameSync(place.passwords, join(movedTo, passwords))
  } else {
    rmSync(place.dataDir, { recursive: true, force: true })
  }
  // The data last: a folder of data that is there is a complete one.
  syncNow(aside.passwords)
  renameSync(aside.passwords, place.passwords)
  renameSync(aside.dataDir, place.dataDir)
  syncNow(place.base)
  return movedTo
}

/** Waits until a file, or what a folder holds, is on the disk. */
function syncNow(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}

function emptyFolder(path: string, runner: Runner, mode: number): string {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { mode })
  own(path, runner)
  return path
}

function own(path: string, { uid, gid }: Runner): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}
