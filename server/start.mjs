import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { constants } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

// `npm start` and `npm run dev`. Plain JavaScript that needs no package, because it installs them.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dev = process.argv.includes('--dev')
const DRAIN = 10_000
const PORT_PATIENCE = 3_000

const say = (sentence) => process.stdout.write(`${sentence}\n`)

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(
    `Plumbline needs Node 20.19 or newer, and this is ${process.versions.node}; install a newer one and start again.`,
  )
}

function requestedPort() {
  const text = process.env.PORT || '3000'
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  return fail(`PORT must be a number from 0 to 65535, and it is "${text}".`)
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve(error.code !== 'EADDRINUSE'))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

// A server that was just stopped may hold its port for a moment; the server itself decides in the end.
async function requirePort(port) {
  if (port === 0) return
  const hosts = process.env.HOST ? [process.env.HOST] : ['127.0.0.1', '::1']
  const end = Date.now() + PORT_PATIENCE
  for (;;) {
    const free = await Promise.all(hosts.map((host) => isFree(port, host)))
    if (free.every(Boolean)) return
    if (Date.now() > end) {
      const command = dev ? 'npm run dev' : 'npm start'
      fail(
        `Port ${port} is already in use; stop the program that uses it, or choose another port: PORT=${port + 1} ${command}`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

// In a session of its own: the terminal's Ctrl-C reaches only us, and we ask the server to end exactly once.
// Input 3 is a pipe that closes when we die, however we die; `follow.mjs` then ends the server.
function startServer() {
  const program = dev ? ['--import', 'tsx', 'server/index.ts'] : ['--enable-source-maps', 'build/main.mjs']
  const child = spawn(process.execPath, ['--import', './server/follow.mjs', ...program], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: dev ? 'development' : 'production',
      PLUMBLINE_FOLLOW: '3',
      ...(dev ? { PLUMBLINE_DEV: '1' } : {}),
    },
  })
  child.stdio[3].on('error', () => {})
  return child
}

function follow(child, endUse) {
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), DRAIN).unref()
  }
  child.once('error', (error) => fail(`The server cannot be started (${error.message}).`))
  child.once('exit', (code, signal) => {
    endUse()
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
  })
  endWithParent(end)
  return end
}

// When npm is killed, nobody could stop us any more.
function endWithParent(end) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) end()
  }, 500).unref()
}

async function main() {
  requireNode()
  const { StartError, ensureBuilt, ensureInstalled, interruptStep, prepareAlone } = await import('./freshness.mjs')
  let interrupted = (signal) => {
    interruptStep(signal)
    process.exit(128 + constants.signals[signal])
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupted(signal))
  await requirePort(requestedPort())
  try {
    const endUse = await prepareAlone(async () => {
      await ensureInstalled(say)
      if (!dev) await ensureBuilt(say)
    }, say)
    interrupted = follow(startServer(), endUse)
  } catch (error) {
    if (error instanceof StartError) fail(error.message)
    throw error
  }
}

await main()
