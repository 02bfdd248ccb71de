import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { isRunning, ownRecord, takeLock } from '../db/lock.mjs'

// Plain JavaScript, because it decides whether packages must be installed.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const running = join(root, '.cache', 'running')
const stamp = join(root, 'build', '.stamp')

const BUILT_FROM = [
  'app',
  'server',
  'db',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'remix.config.js',
  'tsconfig.json',
  'postcss.config.cjs',
]

/** What stops a start; the message is one sentence for the person at the terminal. */
export class StartError extends Error {
  /** What the step that failed printed. */
  printed = ''
}

/** What npm says of a registry that went silent half-way: what it fetched is kept, and a second try goes on from there. */
const registryWasSilent = /\b(?:EIDLETIMEOUT|ERR_SOCKET_TIMEOUT|ETIMEDOUT|ECONNRESET|EAI_AGAIN)\b/

/**
 * Notes that this process uses the checkout, so that no other start replaces packages or pages under it.
 * @returns {() => void} removes the note
 */
export function registerUse() {
  const file = join(running, `${process.pid}.json`)
  try {
    mkdirSync(running, { recursive: true })
    writeFileSync(file, JSON.stringify(ownRecord()))
  } catch {
    // A checkout that cannot be written cannot be reinstalled either.
  }
  return () => rmSync(file, { force: true })
}

/**
 * The id of another process that uses this checkout, or null.
 * @returns {number | null}
 */
function otherUser() {
  for (const name of existsSync(running) ? readdirSync(running) : []) {
    const file = join(running, name)
    const record = readRecord(file)
    if (record && record.pid !== process.pid && isRunning(record)) return record.pid
    if (!record || !isRunning(record)) rmSync(file, { force: true })
  }
  return null
}

function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Runs `work` while no other start of this checkout installs or builds, and notes our use of it before letting go.
 * @param {(say: (sentence: string) => void) => Promise<void>} work
 * @param {(sentence: string) => void} say
 * @returns {Promise<() => void>} ends the use
 */
export async function prepareAlone(work, say) {
  let told = false
  for (;;) {
    const lock = takePreparationLock()
    if (lock.heldBy === null) {
      try {
        await work(say)
        return registerUse()
      } finally {
        lock.release()
      }
    }
    if (!told) say(`Waiting for another start (process ${lock.heldBy}) to finish preparing …`)
    told = true
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

function takePreparationLock() {
  try {
    return takeLock(join(root, '.cache', 'prepare.lock'))
  } catch (error) {
    throw new StartError(
      `This checkout cannot be written (${error.message}); make it writable for the user who starts Plumbline.`,
    )
  }
}

/** Whether every package of the lockfile that this machine needs lies in node_modules in its version; with `dev`, the tools too. */
export function packagesAreFresh({ dev = false } = {}) {
  const installed = readRecord(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!installed) return false
  const wanted = readRecord(join(root, 'package-lock.json'))?.packages ?? {}
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link || entry.optional || entry.devOptional || entry.peer) return true
    if (entry.dev && !dev) return true
    return installed[path]?.version === entry.version
  })
}

/**
 * Installs the packages if the lockfile asks for others; never under a server that runs from them.
 * @param {(sentence: string) => void} say
 * @param {{ dev?: boolean }} [options] `dev`: the tools for checks and tests too
 */
export async function ensureInstalled(say, options) {
  if (packagesAreFresh(options)) return
  const user = existsSync(join(root, 'node_modules')) ? otherUser() : null
  if (user !== null) {
    say(
      `The packages differ from the lockfile, but process ${user} is using them: nothing is installed. Stop it and start again.`,
    )
    return
  }
  const npm = process.env.npm_execpath
  const [command, first] = npm && /\.[cm]?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []]
  const args = [...first, 'ci', ...(options?.dev ? ['--include=dev'] : [])]
  try {
    await runStep('Installing packages', command, args, say)
  } catch (error) {
    if (!registryWasSilent.test(error.printed)) throw error
    say('The registry went silent; the installation is tried once more.')
    await runStep('Installing packages', command, args, say)
  }
}

/**
 * Builds the pages if their sources changed; never under a server that serves them.
 * @param {(sentence: string) => void} say
 */
export async function ensureBuilt(say) {
  const digest = digestOfSources()
  if (builtDigest() === digest) return
  const user = builtDigest() === null ? null : otherUser()
  if (user !== null) {
    throw new StartError(
      `The sources changed, but process ${user} is serving the pages built before; stop it and start again.`,
    )
  }
  rmSync(stamp, { force: true })
  await runStep('Building the pages', process.execPath, ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'], say)
  await runStep('Bundling the server', process.execPath, ['server/bundle.mjs'], say)
  writeFileSync(stamp, digest)
}

function builtDigest() {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return null
  }
}

function digestOfSources() {
  const hash = createHash('sha256').update(process.version)
  for (const name of BUILT_FROM) addTo(hash, name)
  return hash.digest('hex')
}

function addTo(hash, path) {
  const full = join(root, path)
  if (!existsSync(full)) return
  if (/\.test\.[a-z]+$/.test(path)) return
  let children
  try {
    children = readdirSync(full).sort()
  } catch {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    return
  }
  for (const child of children) addTo(hash, `${path}/${child}`)
}

/** Ends the step that is under way, if any, with this signal. */
export function interruptStep(signal) {
  current?.kill(signal)
}

let current

function runStep(title, command, args, say) {
  const begun = Date.now()
  const seconds = () => Math.round((Date.now() - begun) / 1000)
  say(`${title} …`)
  const timer = setInterval(() => say(`${title} … ${seconds()} s`), 5_000)
  return new Promise((resolve, reject) => {
    const output = []
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: process.env })
    current = child
    child.stdout.on('data', (data) => output.push(data))
    child.stderr.on('data', (data) => output.push(data))
    child.once('error', (error) =>
      reject(new StartError(`${title} failed: ${command} cannot be run (${error.message}).`)),
    )
    child.once('close', (code) => {
      if (code === 0) {
        say(`${title}: done in ${seconds()} s.`)
        return resolve()
      }
      process.stderr.write(Buffer.concat(output))
      const failure = new StartError(`${title} failed; the reason is printed above. Nothing was started.`)
      failure.printed = Buffer.concat(output).toString()
      reject(failure)
    })
  }).finally(() => {
    current = undefined
    clearInterval(timer)
  })
}
