import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Plain JavaScript without packages: it runs before anything is installed.

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const cache = join(root, '.cache', 'chromium')
const wrapper = join(cache, 'chromium')
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const HELP = 'Install Chromium, or name one in CHROMIUM_PATH, and run the command again.'

/** No Chromium can be had; the message is one sentence. */
export class ChromiumError extends Error {}

/**
 * The Chromium for browser tests: the one named, the one on this machine, or Debian's package.
 * @param {(sentence: string) => void} say
 * @returns {string} the path of the program
 */
export function findChromium(say) {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (isProgram(named)) return named
    throw new ChromiumError(`CHROMIUM_PATH names ${named}, which is not a program that can be run. ${HELP}`)
  }
  const found = onThisMachine()
  if (found) return found
  if (isProgram(wrapper)) return wrapper
  if (!run('apt-get', ['--version']).ok) throw new ChromiumError(`No Chromium was found on this machine. ${HELP}`)
  return process.getuid?.() === 0 ? install(say) : unpack(say)
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function onThisMachine() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin']
  for (const name of NAMES) {
    const folder = folders.find((each) => each && isProgram(join(each, name)))
    if (folder) return join(folder, name)
  }
  return null
}

/**
 * Runs a program of the system, and says whether it ended well.
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 */
export function run(command, args, options = {}) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
  const done = spawnSync(command, args, { encoding: 'utf8', env, maxBuffer: 64_000_000, ...options })
  return { ok: done.status === 0, output: done.stdout ?? '', errors: done.stderr || done.error?.message || '' }
}

function must(command, args, options) {
  const done = run(command, args, options)
  if (done.ok) return done.output
  process.stderr.write(done.errors)
  throw new ChromiumError(
    `Chromium could not be installed: "${[command, ...args].join(' ').slice(0, 80)}" failed. ${HELP}`,
  )
}

function install(say) {
  say("Installing Debian's Chromium …")
  must('apt-get', ['update'])
  must('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
  const found = onThisMachine()
  if (!found) throw new ChromiumError(`Debian's Chromium is installed, but its program was not found. ${HELP}`)
  return found
}

// An ordinary user may download packages but not install them: they are unpacked side by side below the checkout.
function unpack(say) {
  say("Unpacking Debian's Chromium into .cache/chromium …")
  const fresh = `${cache}-${process.pid}`
  const downloads = join(fresh, 'downloads')
  const files = join(fresh, 'files')
  mkdirSync(downloads, { recursive: true })
  mkdirSync(files)
  try {
    const lists = packageLists(fresh)
    must('apt-get', [...lists, 'download', ...missingPackages(lists)], { cwd: downloads })
    for (const name of readdirSync(downloads)) must('dpkg-deb', ['-x', join(downloads, name), files])
    rmSync(downloads, { recursive: true })
    writeFileSync(join(fresh, 'chromium'), script(files.replace(fresh, cache)))
    chmodSync(join(fresh, 'chromium'), 0o755)
    putInPlace(fresh)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return wrapper
}

// The machine's own lists may be empty or old, and only root may refresh them: ours lie beside the packages.
function packageLists(fresh) {
  const state = join(fresh, 'lists')
  mkdirSync(join(state, 'partial'), { recursive: true })
  mkdirSync(join(fresh, 'archives', 'partial'), { recursive: true })
  const options = [
    '-o',
    `Dir::State::Lists=${state}`,
    '-o',
    `Dir::Cache=${fresh}`,
    '-o',
    'Debug::NoLocking=1',
    '-o',
    'APT::Sandbox::User=',
    '-o',
    'APT::Update::Post-Invoke::=',
    '-o',
    'APT::Update::Post-Invoke-Success::=',
  ]
  must('apt-get', [...options, 'update'])
  return options
}

// A dry run of the installation names what this machine lacks, in lines such as "Inst chromium (…)".
function missingPackages(lists) {
  const plan = must('apt-get', [
    ...lists,
    '--simulate',
    'install',
    '--no-install-recommends',
    'chromium',
    'fonts-dejavu-core',
  ])
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name)
  if (names.includes('chromium')) return names
  throw new ChromiumError(`The package sources of this machine have no Chromium. ${HELP}`)
}

function script(files) {
  const libraries = ['usr/lib', 'lib'].flatMap((folder) => [join(files, folder, triplet()), join(files, folder)])
  return `#!/bin/sh
here="$(cd "$(dirname "$0")" && pwd)"
files="$here/files"
export LD_LIBRARY_PATH="${libraries.map((path) => path.replace(files, '$files')).join(':')}:$files/usr/lib/chromium\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export XDG_DATA_DIRS="$files/usr/share:\${XDG_DATA_DIRS:-/usr/local/share:/usr/share}"
export FONTCONFIG_FILE="$here/fonts.conf"
cat > "$here/fonts.conf.$$" <<END
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$files/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>$here/font-cache</cachedir></fontconfig>
END
mv "$here/fonts.conf.$$" "$here/fonts.conf"
exec "$files/usr/lib/chromium/chromium" --no-sandbox "$@"
`
}

function triplet() {
  return { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch] ?? `${process.arch}-linux-gnu`
}

// Another run may have been quicker: then its copy is as good as ours.
function putInPlace(fresh) {
  if (isProgram(wrapper)) return
  if (existsSync(cache)) rmSync(cache, { recursive: true, force: true })
  try {
    renameSync(fresh, cache)
  } catch (error) {
    if (!isProgram(wrapper)) throw error
  }
}
