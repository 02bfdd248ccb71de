import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { connect, type Address } from '../client.ts'
import { EmbeddedError } from './error.ts'
import type { Place } from './place.ts'
import { cleanEnvironment } from './postmaster.ts'

const OWNER = 'plumbline'
const APP = 'plumbline_app'
const DATABASE = 'plumbline'
const MAJOR = '18'

/** The passwords of the two roles. */
export interface Passwords {
  owner: string
  app: string
}

/** Makes the data folder if there is none (answers true), and refuses one that is damaged. */
export async function prepareCluster(place: Place, binaries: string): Promise<boolean> {
  if (existsSync(place.dataDir) && readdirSync(place.dataDir).length > 0) {
    requireSound(place)
    return false
  }
  rmSync(place.dataDir, { recursive: true, force: true })
  writePasswords(place)
  await initialize(place, binaries)
  return true
}

/** The passwords kept beside the data. */
export function readPasswords(place: Place): Passwords {
  try {
    const found = JSON.parse(readFileSync(place.passwords, 'utf8')) as Partial<Passwords>
    if (typeof found.owner === 'string' && typeof found.app === 'string') return { owner: found.owner, app: found.app }
  } catch {
    // Said below.
  }
  throw damaged(place, `${place.passwords} is missing or unreadable`)
}

/** Where the two roles connect. */
export function addresses(place: Place, passwords: Passwords): { address: Address; appAddress: Address } {
  const common = { host: place.socketDir, port: 5432, database: DATABASE }
  return {
    address: { ...common, user: OWNER, password: passwords.owner },
    appAddress: { ...common, user: APP, password: passwords.app },
  }
}

/** Makes the database and the application's role where they are missing, so that a start cut short is completed. */
export async function ensureDatabase(place: Place, passwords: Passwords): Promise<void> {
  const { address } = addresses(place, passwords)
  const connection = connect({ ...(address as Exclude<Address, string>), database: 'postgres' }, { max: 1 })
  const { sql } = connection
  try {
    const [roles, databases] = [
      await sql`select 1 from pg_roles where rolname = ${APP}`,
      await sql`select 1 from pg_database where datname = ${DATABASE}`,
    ]
    if (roles.length === 0) {
      await sql.unsafe(`create role ${APP} login nosuperuser nocreatedb nocreaterole password '${passwords.app}'`)
    }
    if (databases.length === 0) await sql.unsafe(`create database ${DATABASE} owner ${OWNER}`)
  } catch (error) {
    throw damaged(place, (error as Error).message)
  } finally {
    await connection.close()
  }
}

function requireSound(place: Place): void {
  let version: string
  try {
    version = readFileSync(join(place.dataDir, 'PG_VERSION'), 'utf8').trim()
  } catch {
    throw damaged(place, 'its PG_VERSION is missing')
  }
  if (version !== MAJOR) {
    throw new EmbeddedError(
      `The data in ${place.dataDir} was written by PostgreSQL ${version || 'of an unknown version'}, and this Plumbline has ` +
        `${MAJOR}; nothing was changed. Start the matching version, or move the folder away to begin anew.`,
    )
  }
  if (!existsSync(join(place.dataDir, 'global/pg_control'))) throw damaged(place, 'its global/pg_control is missing')
}

function damaged(place: Place, reason: string): EmbeddedError {
  return new EmbeddedError(
    `The database in ${place.dataDir} is damaged: ${reason}. Nothing was changed; restore the folder from a backup, ` +
      `or move ${place.base} away to begin anew.`,
  )
}

function writePasswords(place: Place): void {
  const passwords: Passwords = { owner: randomBytes(24).toString('hex'), app: randomBytes(24).toString('hex') }
  const draft = `${place.passwords}.new`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', 0o600)
  writeFileSync(file, JSON.stringify(passwords))
  fsyncSync(file)
  closeSync(file)
  renameSync(draft, place.passwords)
}

// Made aside and renamed: a data folder that exists is a complete one.
async function initialize(place: Place, binaries: string): Promise<void> {
  const aside = `${place.dataDir}.new`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { mode: 0o700 })
  const pwfile = join(place.socketDir, 'initial-password')
  writeFileSync(pwfile, readPasswords(place).owner, { mode: 0o600 })
  const { uid, gid } = place.runner
  if (uid !== undefined && gid !== undefined) for (const path of [aside, pwfile]) chownSync(path, uid, gid)
  const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  try {
    await promisify(execFile)(
      join(binaries, 'bin/initdb'),
      ['-D', aside, '-U', OWNER, `--pwfile=${pwfile}`, '--locale=C', ...flags],
      { ...place.runner, cwd: aside, env: cleanEnvironment() },
    )
    renameSync(aside, place.dataDir)
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    const reason = stderr?.split('\n').find((line) => /error|could not|cannot/i.test(line)) ?? message.split('\n')[0]
    throw new EmbeddedError(
      `The database could not be made in ${place.base}: ${reason}. Put that right, or set DATABASE_URL to a PostgreSQL of yours.`,
    )
  } finally {
    rmSync(pwfile, { force: true })
    rmSync(aside, { recursive: true, force: true })
  }
}
