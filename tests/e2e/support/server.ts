import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

import { test as base, expect } from '@playwright/test'

import { connect, type Connection } from '#db/client.ts'
import { attachEmbedded, embeddedHome } from '#db/embedded.ts'
import type { System } from '#server/context.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { signing } from '#tests/support/signing.ts'

const START_PATIENCE = 60_000
const STOP_PATIENCE = 20_000

/** How a server ended, and how long that took. */
export interface Ended {
  readonly code: number | null
  readonly milliseconds: number
}

/** The built application, running in a process and on a database of its own. */
export interface RunningServer {
  readonly baseURL: string
  /** What it printed so far. */
  output(): string
  /** Ends it in order and starts it again; tells how it ended. */
  restart(): Promise<Ended>
  /** Ends it at once, as a power cut would. Start it again with `start`. */
  kill9(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
  /** Ends its database at once; the server starts it again. */
  killDatabase(): void
  /** Looks into the running server's database, as its owner; `signHistory` signs by the server's key. */
  inDatabase<T>(look: Look<T>): Promise<T>
  /** Runs a tool of the project on this server's data, as `npm run` does. */
  runTool(file: string, ...args: string[]): Promise<{ code: number | null; printed: string }>
  /** Runs the verification of the whole history, which must find nothing. */
  verifyHistory(): Promise<void>
}

interface State {
  readonly env: NodeJS.ProcessEnv
  readonly port: number
  printed: string
  child: ChildProcess | undefined
}

const home = process.env['PLUMBLINE_TEST_DATA'] ?? join(embeddedHome(), 'tests')
let template: Promise<string> | undefined

/** Starts the application on a free port; `extra` adds to its environment. */
export async function startServer(extra: Record<string, string> = {}): Promise<RunningServer> {
  const data = join(home, `server-${randomBytes(4).toString('hex')}`)
  if (extra['DATABASE_URL'] === undefined) copyData(await (template ??= makeTemplate()), data)
  return startOn(data, extra)
}

/** The data of a server that was started once, with its demo team: every test begins with a copy. */
async function makeTemplate(): Promise<string> {
  const data = join(home, `template-${randomBytes(4).toString('hex')}`)
  const server = await startOn(data)
  await server.end()
  process.once('exit', () => rmSync(data, { recursive: true, force: true }))
  return data
}

/** With owners and rights, which the database insists on. */
function copyData(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The template could not be copied: ${stderr}`)
}

async function startOn(
  data: string,
  extra: Record<string, string> = {},
): Promise<RunningServer & { end(): Promise<Ended> }> {
  const port = await freePort()
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    PLUMBLINE_DATA_DIR: data,
    ...extra,
  }
  const state: State = { env, port, printed: '', child: undefined }
  await start(state)
  return {
    baseURL: `http://localhost:${port}`,
    output: () => state.printed,
    start: () => start(state),
    restart: async () => {
      const ended = await end(state, 'SIGTERM')
      await start(state)
      return ended
    },
    kill9: async () => void (await end(state, 'SIGKILL')),
    end: () => end(state, 'SIGTERM'),
    stop: async () => {
      await end(state, 'SIGTERM')
      rmSync(data, { recursive: true, force: true })
    },
    killDatabase: () => {
      const pid = Number.parseInt(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8'), 10)
      process.kill(pid, 'SIGKILL')
    },
    inDatabase: (look) => inDatabaseOf(data, look),
    runTool: (file, ...args) => runTool(state.env, file, args),
    verifyHistory: () => inDatabaseOf(data, expectWholeHistory),
  }
}

/** Verifies the whole history of a database, which must find nothing. */
export async function expectWholeHistory(db: Connection['db']): Promise<void> {
  const findings = await verifyDatabase({ db })
  expect(findings.filter(({ difference }) => difference).map(lineOf)).toEqual([])
}

type Look<T> = (db: Connection['db'], signHistory: System['signHistory']) => Promise<T>

async function inDatabaseOf<T>(data: string, look: Look<T>): Promise<T> {
  const attached = await attachEmbedded({ root: data })
  const connection = connect(attached.address, { max: 1 })
  try {
    const folder = () => openSigningFolder(join(data, 'signing'), 'localhost')
    return await look(connection.db, signing(connection.db, folder))
  } finally {
    await connection.close()
    await attached.stop()
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port is free.')
  return address.port
}

// Input 3 closes when this process ends, however it ends; the server then ends too.
async function start(state: State): Promise<void> {
  const program = ['--enable-source-maps', 'build/main.mjs']
  const child = spawn(process.execPath, ['--import', './server/follow.mjs', ...program], {
    env: { ...state.env, PLUMBLINE_FOLLOW: '3' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  child.stdio[3]?.on('error', () => {})
  state.child = child
  let printedNow = ''
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (part: Buffer) => {
      state.printed += part.toString()
      printedNow += part.toString()
      if (printedNow.includes('Plumbline is ready')) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${printedNow}`)))
    setTimeout(() => reject(new Error(`The server was not ready in time:\n${printedNow}`)), START_PATIENCE).unref()
  })
  await ready.catch(async (error: unknown) => {
    await end(state, 'SIGKILL')
    throw error
  })
}

async function end(state: State, signal: NodeJS.Signals): Promise<Ended> {
  const child = state.child
  const begun = Date.now()
  state.child = undefined
  if (!child || child.exitCode !== null || child.signalCode !== null) return { code: null, milliseconds: 0 }
  const gone = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE)
  await gone
  clearTimeout(timer)
  return { code: child.exitCode, milliseconds: Date.now() - begun }
}

async function runTool(env: NodeJS.ProcessEnv, file: string, args: readonly string[] = []) {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { env, stdio: 'pipe' })
  let printed = ''
  child.stdout.on('data', (part: Buffer) => (printed += part.toString()))
  child.stderr.on('data', (part: Buffer) => (printed += part.toString()))
  await once(child, 'close')
  return { code: child.exitCode, printed }
}

/** A browser test with a server and demo team of its own, whose history is verified at the end. */
export const test = base.extend<{ server: RunningServer }>({
  server: [
    async ({ browser }, use) => {
      const server = await startServer()
      try {
        await use(server)
        await server.verifyHistory()
      } finally {
        // A page that is left open would go on looking for its server through all further tests.
        await Promise.all(browser.contexts().map((context) => context.close()))
        await server.stop()
      }
    },
    { timeout: START_PATIENCE * 2 },
  ],
})

export { expect } from '@playwright/test'
