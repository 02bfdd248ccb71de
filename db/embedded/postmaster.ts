import { spawn, type ChildProcess } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { processIdentity } from '../lock.mjs'
import { EmbeddedError } from './error.ts'
import type { Place, Runner } from './place.ts'

const ORPHAN_PATIENCE = 8_000
const START_PATIENCE = 180_000
// No process can have this id, so PostgreSQL falls back to checking whether its shared memory is in use.
const NO_PROCESS = '999999999'

// Stops the database when our end of its input closes, however we died.
const WATCHDOG = `
trap '' INT TERM HUP
if read -r word && [ "$word" = stopped ]; then exit 0; fi
kill -INT "$0" 2>/dev/null
i=0
while kill -0 "$0" 2>/dev/null && [ $i -lt 8 ]; do sleep 1; i=$((i+1)); done
kill -QUIT "$0" 2>/dev/null
`

/** A running database server. */
export interface Postmaster {
  /** Resolves once the server is gone. */
  gone: Promise<void>
  /** Whether somebody else ended it by a signal. */
  readonly wasKilled: boolean
  stop(): Promise<void>
}

/** Settings a child of ours gets: no `PG…` variable of the person who started us reaches the database. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

/** Ends a server that an earlier, killed process left behind on this data. */
export async function stopOrphan(place: Place): Promise<void> {
  const file = join(place.dataDir, 'postmaster.pid')
  const pid = postmasterPid(file)
  if (pid === null || processIdentity(pid) === null) return
  if (!servesData(pid, place.dataDir)) {
    // The number was given to a stranger since; PostgreSQL would take that one for a server.
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, NO_PROCESS))
    return
  }
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    send(pid, signal)
    const end = Date.now() + ORPHAN_PATIENCE
    while (Date.now() < end) {
      if (processIdentity(pid) === null) return
      await sleep(20)
    }
  }
  throw new EmbeddedError(
    `A database server left from before (process ${pid}) does not end; end it by hand and start again. The data is kept.`,
  )
}

/** Starts the server on a prepared data folder and waits until it accepts connections. */
export async function startPostmaster(
  place: Place,
  binaries: string,
  onProgress: (sentence: string) => void,
): Promise<Postmaster> {
  const begun = Date.now()
  for (;;) {
    const logFrom = existsSync(place.log) ? statSync(place.log).size : 0
    const postmaster = spawnPostmaster(place, binaries)
    if (await becomesReady(place, postmaster, onProgress)) return postmaster
    const printed = readFileSync(place.log).subarray(logFrom).toString('utf8')
    const reason = lastComplaint(printed)
    // After a killed server its workers may hold the shared memory for a moment longer.
    const mayPass = postmaster.wasKilled || /shared memory block/.test(printed)
    if (mayPass && Date.now() - begun < ORPHAN_PATIENCE) {
      await sleep(200)
      continue
    }
    throw new EmbeddedError(
      `The database in ${place.dataDir} does not start: ${reason || 'it gave no reason'}. Nothing was deleted; ` +
        `see ${place.log}, restore the folder from a backup, or move ${place.base} away to begin anew.`,
    )
  }
}

const settings = {
  listen_addresses: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_timezone: 'UTC',
  // Without the row that was refused.
  log_error_verbosity: 'terse',
  timezone: 'UTC',
}

function spawnPostmaster(place: Place, binaries: string): Postmaster {
  const log = openSync(place.log, 'a', 0o600)
  const own = {
    unix_socket_directories: `"${place.socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  }
  const flags = Object.entries({ ...settings, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(binaries, 'bin/postgres'), ['-D', place.dataDir, '-p', '5432', ...flags], {
    ...place.runner,
    cwd: place.dataDir,
    env: cleanEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  child.unref()
  const release = child.pid === undefined ? () => {} : watch(child.pid, place.runner)
  void gone.then(release)
  return {
    gone,
    get wasKilled() {
      return child.signalCode !== null
    },
    stop: () => stopChild(child, gone),
  }
}

function watch(pid: number, runner: Runner): () => void {
  const dog = spawn('/bin/sh', ['-c', WATCHDOG, String(pid)], {
    ...runner,
    cwd: '/',
    env: cleanEnvironment(),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  dog.on('error', () => {})
  dog.stdin.on('error', () => {})
  dog.unref()
  ;(dog.stdin as unknown as { unref(): void }).unref()
  return () => dog.stdin.end('stopped\n')
}

async function stopChild(child: ChildProcess, gone: Promise<void>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (child.exitCode !== null || child.signalCode !== null) break
    child.kill(signal)
    const patience = new AbortController()
    await Promise.race([gone, sleep(8_000, undefined, { signal: patience.signal }).catch(() => {})])
    patience.abort()
  }
  await gone
}

async function becomesReady(place: Place, postmaster: Postmaster, onProgress: (sentence: string) => void) {
  const file = join(place.dataDir, 'postmaster.pid')
  const begun = Date.now()
  let over = false
  let told = false
  void postmaster.gone.then(() => (over = true))
  while (!over) {
    if (isReady(file)) return true
    if (!told && Date.now() - begun > 2_000) {
      onProgress('The database is recovering from an unclean end; this can take a moment.')
      told = true
    }
    if (Date.now() - begun > START_PATIENCE) await postmaster.stop()
    await sleep(20)
  }
  return false
}

/** Whether the server whose `postmaster.pid` this is accepts connections. */
export function isReady(file: string): boolean {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines[7]?.trim() === 'ready' && processIdentity(Number(lines[0])) !== null
  } catch {
    return false
  }
}

function postmasterPid(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return pid > 0 ? pid : null
  } catch {
    return null
  }
}

function servesData(pid: number, dataDir: string): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir)
  } catch {
    return false
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in the meantime.
  }
}

/** The last thing that the server itself complained of: not what it, or one that was killed, told those who connected. */
function lastComplaint(printed: string): string {
  const toOthers = /due to unexpected postmaster exit|the database system is (?:starting up|not yet accepting)/
  const lines = printed.split('\n').filter((line) => !toOthers.test(line))
  const severe = lines.filter((line) => /(FATAL|PANIC):/.test(line)).at(-1)
  const line = severe ?? lines.filter((text) => text.trim() !== '').at(-1) ?? ''
  return line.replace(/^.*?(FATAL|PANIC):\s*/, '').trim()
}
