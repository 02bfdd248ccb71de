import { spawn, execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Connection } from '../client.ts'
import { BackupError } from './error.ts'
import { partSize } from './write-archive.ts'

/** The part of a version that tells what can be restored to what. */
export const majorOf = (version: number): number => Math.floor(version / 10_000)

/** The version of a server, as its `server_version_num`. */
export async function serverVersion({ sql }: Connection): Promise<number> {
  const [row] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`
  return row?.version ?? 0
}

/**
 * An older program does not know a newer server, and a newer one asks for what an older server does not know.
 * @throws {BackupError} when the program is not there, or is not of the server's version.
 */
export async function requireTool(name: 'pg_dump' | 'pg_restore', server: number): Promise<void> {
  const wanted = majorOf(server)
  const said = await promisify(execFile)(name, ['--version']).catch(() => null)
  const found = Number(/\s(\d+)/u.exec(said?.stdout ?? '')?.[1] ?? 0)
  const install = `install the client programs of PostgreSQL ${wanted} (on Debian: postgresql-client-${wanted})`
  if (!said) throw new BackupError(`This needs ${name}, which is not on the PATH; ${install} and try again.`)
  if (found !== wanted) {
    throw new BackupError(
      `${name} on the PATH is of PostgreSQL ${found}, and the server of ${wanted}: they must be the same; ` +
        `${install} and try again.`,
    )
  }
}

/** What `pg_dump` writes of the moment that was exported, in parts. */
export async function* dumpOf(url: string, moment: string): AsyncGenerator<Buffer, void> {
  const flags = ['--format=custom', '--compress=0', '--no-owner', '--no-privileges', `--snapshot=${moment}`]
  const child = start('pg_dump', url, flags)
  let [held, length]: [Buffer[], number] = [[], 0]
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    if (length + chunk.byteLength > partSize) {
      yield Buffer.concat(held)
      held = []
      length = 0
    }
    held.push(chunk)
    length += chunk.byteLength
  }
  if (length > 0) yield Buffer.concat(held)
  await child.ended
}

/** A restore under way: it changes nothing before it has ended. */
interface Restoring {
  feed(part: Buffer): Promise<void>
  end(): Promise<void>
  /** Ends it without a change. */
  giveUp(): Promise<void>
}

/** A `pg_restore` into an empty database: all of what it is fed, or nothing. */
export function restoreInto(url: string): Restoring {
  const flags = ['--exit-on-error', '--single-transaction', '--no-owner', '--no-privileges']
  const child = start('pg_restore', url, flags)
  return {
    feed: (part) =>
      Promise.race([new Promise<void>((resolve) => void child.stdin.write(part, () => resolve())), child.ended]),
    async end() {
      child.stdin.end()
      await child.ended
    },
    async giveUp() {
      child.kill()
      await child.ended.catch(() => {})
    },
  }
}

/** The password travels in the environment: everybody on the machine can read what a program was started with. */
function start(name: string, address: string, flags: readonly string[]) {
  const url = new URL(address)
  const password = decodeURIComponent(url.password)
  url.password = ''
  const env = { ...process.env, ...(password && { PGPASSWORD: password }) }
  const child = spawn(name, [...flags, `--dbname=${url.href}`], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)))
  // What it says when it ends early is worth more than that it no longer listens.
  child.stdin.on('error', () => {})
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new BackupError(`${name} failed: ${complaint.trim().split('\n').at(-1) ?? `it ended with ${code}`}`))
    })
  })
  ended.catch(() => {})
  return Object.assign(child, { ended })
}
