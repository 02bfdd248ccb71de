import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Header } from 'tar'
import { BackupError } from './error.ts'
import { manifestForm, type Manifest } from './manifest.ts'
import { manifestName, partSize, tarBlock } from './write-archive.ts'

/** Takes the next part of a file; the first one makes it. */
export type TakePart = (path: string, part: Buffer, isFirst: boolean) => Promise<void>

interface Part {
  readonly name: string
  readonly bytes: Buffer
  /** As it lies in the archive, with what stands around it. */
  readonly raw: readonly Buffer[]
}

/** No manifest and no compressed part is larger. */
const largestPart = 16 * partSize

/**
 * Reads a backup from end to end and hands every part on. Whatever it gave may be trusted only when it has ended well.
 * @throws {BackupError} naming the first file that is not what was backed up.
 */
export async function readArchive(file: string, take: TakePart): Promise<Manifest> {
  const archive = await openArchive(file)
  const found = new Map<string, { hash: Hash; size: number }>()
  const whole = createHash('sha256')
  try {
    for await (const { name, bytes, raw } of partsOf(file, archive)) {
      if (name === manifestName) return checked(file, readManifest(file, bytes), found, whole.digest('hex'))
      for (const each of raw) whole.update(each)
      const path = name.replace(/\.part\d+$/u, '')
      const known = found.get(path) ?? { hash: createHash('sha256'), size: 0 }
      const isFirst = !found.has(path)
      known.hash.update(bytes)
      known.size += bytes.byteLength
      found.set(path, known)
      await take(safe(file, path), bytes, isFirst)
    }
    throw new BackupError(`The backup ${file} is not whole: it ends before its last file. Nothing was changed.`)
  } finally {
    await archive.close()
  }
}

async function openArchive(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r')
  } catch (error) {
    throw new BackupError(`The backup ${file} cannot be read (${(error as Error).message}).`)
  }
}

async function* partsOf(file: string, archive: FileHandle): AsyncGenerator<Part> {
  for (let last = 'its beginning'; ;) {
    const head = await read(archive, tarBlock)
    if (head.byteLength < tarBlock || head.every((byte) => byte === 0)) return
    const { cksumValid, path, size } = new Header(head)
    if (!cksumValid || !path?.endsWith('.gz') || size === undefined || size > largestPart) throw damaged(file, last)
    const name = path.slice(0, -'.gz'.length)
    const body = await read(archive, size + (-size & (tarBlock - 1)))
    if (body.byteLength < size) return
    const bytes = await promisify(gunzip)(body.subarray(0, size), { maxOutputLength: largestPart }).catch(() => {
      throw damaged(file, name)
    })
    yield { name, bytes, raw: [head, body] }
    last = `what follows ${name}`
  }
}

async function read(archive: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await archive.read(bytes, filled, length - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

function readManifest(file: string, bytes: Buffer): Manifest {
  try {
    return manifestForm.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw new BackupError(`The backup ${file} is of a form that this Plumbline does not know. Nothing was changed.`)
  }
}

function checked(
  file: string,
  manifest: Manifest,
  found: ReadonlyMap<string, { hash: Hash; size: number }>,
  archive: string,
): Manifest {
  for (const { path, size, sha256 } of manifest.files) {
    const known = found.get(path)
    if (known?.size !== size || known.hash.digest('hex') !== sha256) throw damaged(file, path)
  }
  const expected = new Set(manifest.files.map(({ path }) => path))
  const stranger = [...found.keys()].find((path) => !expected.has(path))
  if (stranger !== undefined) throw damaged(file, stranger)
  if (manifest.archive !== archive) throw damaged(file, 'what stands between its files')
  return manifest
}

function safe(file: string, path: string): string {
  if (manifestForm.shape.folders.element.safeParse(path).success) return path
  throw damaged(file, path)
}

function damaged(file: string, where: string): BackupError {
  return new BackupError(`The backup ${file} is damaged in ${where}. Nothing was changed; take another backup.`)
}
