import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { parseArgs } from 'node:util'
import { createGunzip } from 'node:zlib'
import { bundleFiles } from './history/bundle.ts'
import { checkBundle } from './history/check-bundle.ts'
import { isFault, type Checked, type Fault } from './history/checked.ts'
import { erasedWords } from './history/erasure.ts'
import { keyText, readKey } from './history/note.ts'
import { BadArchive, filesIn, type BundledFile } from './history/tar-file.ts'

// `node verify.mjs <bundle>`: one file that needs nothing but Node, in every bundle. It never asks the network.

const usage = 'node verify.mjs <bundle: a folder or a .tar.gz file> [--key <key, or its file>] [--kept <file>]'

/** The files of a bundle that was unpacked, what it says of itself first. */
async function* filesOf(folder: string): AsyncGenerator<BundledFile> {
  const bytes = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })
  for (const name of bundleFiles.first) if (existsSync(join(folder, name))) yield bytes(name)
  const entries = join(folder, bundleFiles.entries)
  const names = existsSync(entries) ? readdirSync(entries) : []
  for (const name of names.filter((each) => /^\d{10}\.jsonl$/u.test(each)).toSorted())
    yield bytes(`${bundleFiles.entries}${name}`)
}

/** The files of a bundle as it was downloaded. */
async function* filesOfArchive(path: string): AsyncGenerator<BundledFile> {
  try {
    yield* filesIn(pipeline(createReadStream(path), createGunzip(), () => {}))
  } catch (error) {
    throw isDamage(error) ? new BadArchive('it is no archive, or was damaged') : error
  }
}

/** What zlib says of bytes that nobody compressed so, or that end too soon. */
const isDamage = (error: unknown): boolean =>
  ['Z_DATA_ERROR', 'Z_BUF_ERROR'].includes(String((error as { code?: unknown } | null)?.code))

const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')} UTC`
const counted = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

function linesFor(checked: Checked, isKeyTrusted: boolean): string[] {
  const { about, key, checkpoint, entries, subjects, first, last, leftOut, kept, timestamp } = checked
  const left = leftOut.sealed + leftOut['other-claim']
  const { earlier } = about
  return [
    `${isKeyTrusted ? 'Everything agrees' : 'It agrees in itself, by a key that was not checked'}: ${counted(entries, 'entry', 'entries')} of the ${about.scope.type} ${about.scope.id}.`,
    `  They are of ${counted(subjects, 'subject', 'subjects')}, from entry ${first.seq} (${minute(first.at)}) to entry ${last.seq} (${minute(last.at)}).`,
    `  Checked against the checkpoint of ${counted(checkpoint.size, 'entry', 'entries')} of ${checkpoint.origin}.`,
    about.scope.type === 'team'
      ? '  Nothing is said of what was recorded after that.'
      : `  Each of these entries was signed. That nothing else of this ${about.scope.type} was recorded is not proven.`,
    ...(left > 0
      ? [`  Left out: ${left} payloads (${leftOut.sealed} sealed, ${leftOut['other-claim']} that name another claim).`]
      : []),
    ...(checked.erased.entries > 0 ? [`  ${erasedWords(checked.erased)}`] : []),
    ...(earlier
      ? [`  The history begins with its ${earlier.size} entries of earlier, whose root was ${hashText(earlier.root)}.`]
      : []),
    ...(kept === null ? [] : [`  It agrees with the checkpoint of ${kept} entries that you kept.`]),
    ...(timestamp
      ? [
          `  A timestamp says that its first ${counted(timestamp.size, 'entry was', 'entries were')} there at ${timestamp.at}.`,
          '  It is over a checkpoint of this history. Who signed it was not checked: ask OpenSSL, as README.txt says.',
        ]
      : []),
    `  Signed with the key ${keyText(key)}`,
    isKeyTrusted
      ? '  which is the one that you gave.'
      : '  which is the one in this bundle. Compare it with one that you have from elsewhere (README.txt).',
  ]
}

/** Without what moves on a screen: a bundle may say anything of itself. */
const printable = (line: string): string => line.replaceAll(/\p{C}/gu, '?')

const hashText = (root: Uint8Array): string => Buffer.from(root).toString('base64')

function lineFor({ seq, subject, what, isUnread }: Fault): string {
  if (isUnread) return `This cannot be checked: ${subject}: ${what}.`
  return seq === null ? `Wrong: ${subject}: ${what}.` : `Wrong at entry ${seq} (${subject}): ${what}.`
}

async function main(): Promise<number> {
  const options = { key: { type: 'string' }, kept: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [path] = positionals
  if (path === undefined || positionals.length > 1) throw new Error(`Say what to check: ${usage}`)
  const files = statSync(path).isDirectory() ? filesOf(path) : filesOfArchive(path)
  const key = values.key !== undefined && existsSync(values.key) ? readFileSync(values.key, 'utf8') : values.key
  if (key !== undefined && readKey(key.trim()) === null) {
    throw new Error(`${values.key} is no key, and no file with one in it.`)
  }
  const note = values.kept === undefined ? undefined : readFileSync(values.kept, 'utf8')
  const trusted = { ...(key !== undefined && { key: key.trim() }), ...(note !== undefined && { note }) }
  const outcome = await checkBundle(files, trusted)
  const lines = isFault(outcome) ? [lineFor(outcome)] : linesFor(outcome, key !== undefined)
  process[isFault(outcome) ? 'stderr' : 'stdout'].write(`${lines.map(printable).join('\n')}\n`)
  return isFault(outcome) ? 1 : 0
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${printable(error instanceof Error ? error.message : String(error))}\n`)
    process.exitCode = 1
  },
)
