import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'

import { checkout } from '../checkout.ts'
import { EmbeddedError } from './error.ts'

/** Who runs the database: `nobody` when we are root (PostgreSQL refuses root), else ourselves. */
export interface Runner {
  uid?: number
  gid?: number
}

/** Where everything of one embedded database lies. */
export interface Place {
  base: string
  dataDir: string
  socketDir: string
  binariesDir: string
  lock: string
  log: string
  passwords: string
  runner: Runner
}

const SYSTEM_HOME = '/var/lib/plumbline'
const SOCKET_NAME = '/.s.PGSQL.5432'
const LONGEST_SOCKET_PATH = 100
const SHARED = 0o755
const PRIVATE = 0o700

/** The folder below which embedded databases may lie; tests make their own folders in it. */
export function embeddedHome(): string {
  return isRoot() ? SYSTEM_HOME : join(checkout, '.data')
}

/** The folder of this checkout's data, or the one that was named. */
function dataFolder(root?: string): string {
  const named = root ?? (process.env['PLUMBLINE_DATA_DIR'] || undefined)
  if (named) return resolve(named)
  return isRoot() ? join(SYSTEM_HOME, digest(checkout)) : join(checkout, '.data')
}

/** Where the key lies by which histories are signed: beside an embedded database, and never in any. */
export const signingFolder = (): string => process.env['SIGNING_DIR'] || join(dataFolder(), 'signing')

/** Decides where the database lies and makes the folders, readable by whoever runs it. */
export function preparePlace(root: string | undefined): Place {
  requirePlatform()
  const named = root ?? (process.env['PLUMBLINE_DATA_DIR'] || undefined)
  const base = dataFolder(root)
  const runner = runnerOf()
  try {
    makeFolder(embeddedHomeFor(named, base, root), {}, SHARED)
    makeFolder(base, {}, SHARED)
    if (runner.uid !== undefined) requireReach(base, runner.uid)
    const socketDir = socketFolder(base)
    makeFolder(socketDir, runner, PRIVATE)
    return {
      base,
      dataDir: join(base, 'postgres'),
      socketDir,
      binariesDir: embeddedHomeFor(named, base, root),
      lock: join(base, 'server.lock'),
      log: join(base, 'postgres.log'),
      passwords: join(base, 'passwords.json'),
      runner,
    }
  } catch (error) {
    if (error instanceof EmbeddedError) throw error
    const reason = (error as Error).message
    throw new EmbeddedError(
      `The database folder ${base} cannot be used (${reason}); make it writable, or name another one in PLUMBLINE_DATA_DIR.`,
    )
  }
}

// An ordinary user who names a data folder may not be able to write into the checkout.
function embeddedHomeFor(named: string | undefined, base: string, root: string | undefined): string {
  return !isRoot() && named && !root ? base : embeddedHome()
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

function requirePlatform(): void {
  if (process.platform === 'win32') {
    throw new EmbeddedError(
      'The embedded database runs on Linux and macOS only; set DATABASE_URL to a PostgreSQL of yours.',
    )
  }
  try {
    userInfo()
  } catch {
    throw new EmbeddedError(
      `The user id ${process.getuid?.()} has no name on this machine, which the embedded database needs; ` +
        'give it one, or set DATABASE_URL to a PostgreSQL of yours.',
    )
  }
}

function runnerOf(): Runner {
  if (!isRoot()) return {}
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    throw new EmbeddedError(
      'PostgreSQL does not run as root, and this machine has no user "nobody"; start Plumbline as another user, or set DATABASE_URL.',
    )
  }
}

function makeFolder(path: string, owner: Runner, mode: number): void {
  const made = mkdirSync(path, { recursive: true, mode: 0o755 }) !== undefined
  const found = lstatSync(path)
  const mine = process.getuid?.() ?? found.uid
  if (!found.isDirectory() || (found.uid !== mine && found.uid !== owner.uid)) {
    throw new EmbeddedError(
      `${path} belongs to somebody else; remove it, or name another folder in PLUMBLINE_DATA_DIR.`,
    )
  }
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid)
  // A folder that a person made keeps the rights it was given.
  if (made || mode === PRIVATE) chmodSync(path, mode)
}

function requireReach(base: string, uid: number): void {
  for (let folder = realpathSync(base); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid: owner } = statSync(folder)
    if (!(mode & 0o001) && !(owner === uid && mode & 0o100)) {
      throw new EmbeddedError(
        `The database runs as "nobody", who may not enter ${folder}; open that folder, or name another one in PLUMBLINE_DATA_DIR.`,
      )
    }
  }
}

// The path of a socket holds 107 bytes, and the driver reads ',' and ':' in a host as separators.
function socketFolder(base: string): string {
  const near = join(base, 'socket')
  const fits = Buffer.byteLength(near + SOCKET_NAME) <= LONGEST_SOCKET_PATH && /^[\w/.+@-]+$/.test(near)
  return fits ? near : join(realpathSync(tmpdir()), `plumbline-${process.getuid?.() ?? 0}-${digest(base)}`)
}
