import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

// Plain JavaScript, because `npm start` needs it before any package is installed.

const UNKNOWN = 'unknown'

/**
 * What tells this process from a later one with the same id; null when no such process runs.
 * @param {number} pid
 * @returns {string | null}
 */
export function processIdentity(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return null
  }
  return process.platform === 'linux' ? linuxIdentity(pid) : otherIdentity(pid)
}

function linuxIdentity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may contain spaces and brackets, so fields are counted after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
  } catch {
    return UNKNOWN
  }
}

function otherIdentity(pid) {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}

/**
 * Whether the process that wrote this record still runs.
 * @param {{ pid: number, identity: string } | null} record
 */
export function isRunning(record) {
  if (!record) return false
  const now = processIdentity(record.pid)
  return now !== null && (now === record.identity || now === UNKNOWN || record.identity === UNKNOWN)
}

/** The record of this very process. */
export function ownRecord() {
  return { pid: process.pid, identity: processIdentity(process.pid) ?? UNKNOWN }
}

/**
 * Takes the lock at `path`, or says which process holds it. The lock is the highest numbered of `path.1`, `path.2`, …:
 * taking over a dead one means creating the next number, which only one process can do. Numbers never go back.
 * @param {string} path
 * @returns {{ heldBy: number } | { heldBy: null, release: () => void }}
 */
export function takeLock(path) {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true })
  const draft = join(folder, `.${basename(path)}-${process.pid}-${randomBytes(4).toString('hex')}`)
  writeFileSync(draft, JSON.stringify(ownRecord()), { mode: 0o644 })
  try {
    for (;;) {
      const highest = highestOf(path)
      const holder = highest === 0 ? null : recordAt(`${path}.${highest}`)
      if (holder && isRunning(holder)) return { heldBy: holder.pid }
      const mine = highest + 1
      if (!created(draft, `${path}.${mine}`)) continue
      if (highestOf(path) !== mine) {
        rmSync(`${path}.${mine}`, { force: true })
        continue
      }
      for (const older of numbersOf(path)) if (older < mine) rmSync(`${path}.${older}`, { force: true })
      return { heldBy: null, release: () => releaseLock(`${path}.${mine}`) }
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

/**
 * The process that holds the lock at `path`, or null.
 * @param {string} path
 * @returns {number | null}
 */
export function lockHolder(path) {
  const highest = highestOf(path)
  const holder = highest === 0 ? null : recordAt(`${path}.${highest}`)
  return holder && isRunning(holder) ? holder.pid : null
}

// Emptied rather than removed: a number that came back could be taken twice.
function releaseLock(file) {
  const draft = `${file}-released`
  try {
    writeFileSync(draft, '{}')
    renameSync(draft, file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

function created(draft, file) {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function numbersOf(path) {
  const prefix = `${basename(path)}.`
  let names
  try {
    names = readdirSync(dirname(path))
  } catch {
    return []
  }
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
}

function highestOf(path) {
  return Math.max(0, ...numbersOf(path))
}

function recordAt(file) {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8'))
    return typeof record.pid === 'number' && typeof record.identity === 'string' ? record : null
  } catch {
    return null
  }
}
