import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

// What a browser must fetch, after gzip. The limits are in kilobytes of 1,000 bytes.

const assets = join(dirname(dirname(fileURLToPath(import.meta.url))), 'build', 'client', 'assets')

const files = new Map(readdirSync(assets).map((name) => [name, readFileSync(join(assets, name))]))
const kilobytes = (names) => [...names].reduce((sum, name) => sum + gzipSync(files.get(name)).length, 0) / 1000

/** The file and everything it imports at once (not what it loads later). */
function withImports(name, seen = new Set()) {
  if (seen.has(name) || !files.has(name)) return seen
  seen.add(name)
  const code = files.get(name).toString('utf8')
  for (const [, imported] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) withImports(imported, seen)
  return seen
}

const scripts = [...files.keys()].filter((name) => name.endsWith('.js'))
const starts = scripts.filter((name) => /^(entry\.client|root)-/.test(name))
const first = new Set(starts.flatMap((name) => [...withImports(name)]))
const isEditor = (name) => files.get(name).includes('cm-content')
const editor = new Set(scripts.filter((name) => isEditor(name)).flatMap((name) => [...withImports(name)]))
for (const name of first) editor.delete(name)
const css = [...files.keys()].filter((name) => name.endsWith('.css'))

if (starts.length < 2)
  fail(`The start files (entry.client, root) were not found in ${assets}; build again: npm run build`)
if ([...first].some((name) => isEditor(name)))
  fail('The editor is part of the first script; load it later, with import().')

let tooLarge = false
for (const { title, limit, names } of [
  { title: 'First script', limit: 200, names: first },
  { title: 'Editor', limit: 220, names: editor },
  { title: 'Styles', limit: 46, names: css },
]) {
  const size = kilobytes(names)
  const over = size > limit
  tooLarge ||= over
  process.stdout.write(`${title}: ${size.toFixed(1)} kB of ${limit} kB${over ? ' (too large)' : ''}\n`)
}
if (tooLarge) process.exit(1)

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
