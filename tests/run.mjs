import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { isRunning, ownRecord } from '../db/lock.mjs'
import { StartError, ensureBuilt, ensureInstalled, interruptStep, prepareAlone } from '../server/freshness.mjs'
import { ChromiumError, findChromium } from './support/chromium.mjs'
import { OpensslError, requireOpenssl } from './support/openssl.mjs'

// `npm test`: every check, ending at the first that fails. `npm test -- unit types` runs only those.
// Plain JavaScript that needs no package, because it installs them.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const isRoot = process.getuid?.() === 0
// PostgreSQL does not run as root, and "nobody" may not be able to enter the checkout.
const dataHome = isRoot ? '/var/lib/plumbline/tests' : join(root, '.cache', 'runs')
const output = join(root, '.cache', 'runs', `output-${process.pid}`)
const data = join(dataHome, `data-${process.pid}`)

const tool = (path, ...args) => [process.execPath, join('node_modules', path), ...args]
const vitest = (project) =>
  tool(
    'vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(output, `${project}.json`)}`,
  )

const STEPS = [
  { name: 'install', title: 'Packages', work: () => alone(ensureInstalled) },
  { name: 'chromium', title: 'Chromium', work: chooseChromium },
  { name: 'openssl', title: 'OpenSSL', work: () => requireOpenssl(say) },
  // On one core, and longer than any other: what comes next has the other core, up to the tests, which need both.
  { name: 'types', title: 'Types', command: tool('typescript/bin/tsc', '--noEmit'), aside: true },
  { name: 'format', title: 'Format', command: tool('oxfmt/bin/oxfmt', '--check') },
  {
    name: 'lint',
    title: 'Lint',
    command: tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', 'app', 'server', 'db', 'tests'),
  },
  {
    name: 'layers',
    title: 'Layers',
    command: tool(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      'app',
      'server',
      'db',
      'tests',
      '--config',
      '.dependency-cruiser.cjs',
    ),
  },
  { name: 'unused', title: 'Unused code', command: tool('knip/bin/knip.js') },
  { name: 'build', title: 'Build', work: () => alone(ensureBuilt) },
  { name: 'unit', title: 'Unit tests', command: vitest('unit'), shown: true, count: countVitest },
  { name: 'integration', title: 'Integration tests', command: vitest('integration'), shown: true, count: countVitest },
  { name: 'size', title: 'Bundle size', command: [process.execPath, 'tests/bundle-size.mjs'], shown: true },
  {
    name: 'browser',
    title: 'Browser tests',
    command: tool('@playwright/test/cli.js', 'test'),
    shown: true,
    count: countPlaywright,
  },
]
const NEEDS = {
  unit: ['openssl'],
  integration: ['openssl'],
  browser: ['chromium', 'openssl', 'build'],
  size: ['build'],
}

const env = {
  ...process.env,
  PLUMBLINE_TEST_DATA: data,
  PLUMBLINE_TEST_OUTPUT: output,
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
}
// Somebody's own settings must not reach the tests, nor the tests somebody's database.
const own = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'PLUMBLINE_DATA_DIR',
  'PLUMBLINE_TIMESTAMP_URL',
  'SIGNING_DIR',
  'PORT',
  'HOST',
  'NODE_ENV',
]
for (const name of own) delete env[name]
delete process.env.NODE_ENV

const total = { passed: 0, failed: 0 }
let endUse = () => {}
const children = new Set()
let isInterrupted = false

const say = (sentence) => process.stdout.write(`${sentence}\n`)

async function alone(work) {
  endUse = await prepareAlone(() => work(say, { dev: true }), say)
}

function chooseChromium() {
  env.CHROMIUM_PATH = findChromium(say)
  say(`Using ${env.CHROMIUM_PATH}`)
}

function chosenSteps() {
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !STEPS.some((step) => step.name === name))
  if (unknown !== undefined) {
    process.stderr.write(
      `There is no step "${unknown}"; the steps are: ${STEPS.map((step) => step.name).join(', ')}.\n`,
    )
    process.exit(2)
  }
  if (names.length === 0) return STEPS
  const wanted = new Set(['install', ...names, ...names.flatMap((name) => NEEDS[name] ?? [])])
  return STEPS.filter((step) => wanted.has(step.name))
}

// What runs that were killed left behind.
function sweep() {
  for (const folder of new Set([dataHome, dirname(output)])) {
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) {
      if (!/^(data|output)-\d+$/.test(name)) continue
      const record = readJson(join(folder, name, 'run.json'))
      const recent = Date.now() - (record?.at ?? 0) < 86_400_000
      // The pages and traces of a failed run are kept for a day.
      if (record && (isRunning(record) || (name.startsWith('output') && recent))) continue
      rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function makeFolders() {
  for (const folder of [data, output]) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    if (isRoot && folder === data) for (const each of [dirname(dataHome), dataHome, data]) chmodSync(each, 0o755)
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...ownRecord(), at: Date.now() }))
  }
}

function runCommand([command, ...args], shown) {
  return new Promise((resolve) => {
    const printed = []
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    })
    children.add(child)
    child.stdout?.on('data', (part) => printed.push(part))
    child.stderr?.on('data', (part) => printed.push(part))
    child.once('error', (error) => {
      process.stderr.write(`${command} cannot be run (${error.message}).\n`)
      resolve(false)
    })
    child.once('close', (code) => {
      children.delete(child)
      if (code !== 0) process.stdout.write(Buffer.concat(printed))
      resolve(code === 0)
    })
  })
}

async function runStep(step) {
  const begun = Date.now()
  say(`▸ ${step.title} …`)
  const ok = await attempt(step)
  // What was ended by whoever runs this did not fail.
  if (isInterrupted) return false
  const counted = step.count?.(readJson(join(output, `${step.name}.json`))) ?? { passed: 0, failed: 0 }
  total.passed += counted.passed
  total.failed += ok ? counted.failed : Math.max(counted.failed, 1)
  say(`${ok ? '✓' : '✗'} ${step.title}: ${((Date.now() - begun) / 1000).toFixed(1)} s`)
  if (!ok) say(`${step.title} failed; run it alone with: npm test -- ${step.name}`)
  return ok
}

async function runSteps(steps) {
  const aside = []
  const asideOk = async () => (await Promise.all(aside.splice(0))).every(Boolean)
  for (const step of steps) {
    if (step.shown && !(await asideOk())) return false
    const running = runStep(step)
    if (step.aside) aside.push(running)
    else if (!(await running)) {
      await asideOk()
      return false
    }
  }
  return asideOk()
}

async function attempt(step) {
  try {
    if (step.command) return await runCommand(step.command, step.shown)
    await step.work()
    return true
  } catch (error) {
    const isTold = [StartError, ChromiumError, OpensslError].some((kind) => error instanceof kind)
    if (!isTold) throw error
    process.stderr.write(`${error.message}\n`)
    return false
  }
}

function countVitest(report) {
  return report && { passed: report.numPassedTests, failed: report.numFailedTests }
}

function countPlaywright(report) {
  return report && { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected }
}

function cleanUp(ok) {
  endUse()
  rmSync(data, { recursive: true, force: true })
  if (ok) rmSync(output, { recursive: true, force: true })
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    isInterrupted = true
    interruptStep(signal)
    const end = () => {
      cleanUp(false)
      process.exit(128 + constants.signals[signal])
    }
    if (children.size === 0) return end()
    for (const child of children) {
      child.once('close', () => children.size === 0 && end())
      child.kill(signal)
    }
    setTimeout(end, 10_000).unref()
  })
}

const steps = chosenSteps()
sweep()
makeFolders()
const begun = Date.now()
let ok = false
try {
  ok = await runSteps(steps)
} finally {
  cleanUp(ok)
}
say(`${ok ? 'All checks passed' : 'Stopped at the first failure'} after ${Math.round((Date.now() - begun) / 1000)} s.`)
say(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = ok ? 0 : 1
