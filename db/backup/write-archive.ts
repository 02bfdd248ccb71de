import { createHash, randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { open, rename, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Header } from 'tar'
import { BackupError } from './error.ts'
import type { KeptFile, Manifest } from './manifest.ts'

/** A file is kept in parts of this size, each compressed by itself, so that damage is found where it lies. */
export const partSize = 8 * 1_048_576
export const manifestName = 'manifest.json'
export const tarBlock = 512
/** While people type, the processor is theirs. */
const level = 3

/** A backup while it is written: a tar of compressed parts, under a name of its own until it is whole. */
export class ArchiveWriter {
  readonly target: string
  readonly files: KeptFile[] = []
  size = 0
  readonly #draft: string
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')

  private constructor(target: string, draft: string, file: FileHandle) {
    this.target = target
    this.#draft = draft
    this.#file = file
  }

  /** @throws {BackupError} when there is such a file, or none can be made. */
  static async create(target: string): Promise<ArchiveWriter> {
    refuseToOverwrite(target)
    const draft = join(dirname(target), `.${basename(target)}-${randomBytes(4).toString('hex')}.part`)
    try {
      return new ArchiveWriter(target, draft, await open(draft, 'wx', 0o600))
    } catch (error) {
      throw unwritable(target, error)
    }
  }

  /** Adds a file from its parts; none may be larger than `partSize`. */
  async add(path: string, parts: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
    const hash = createHash('sha256')
    let [size, count] = [0, 0]
    for await (const part of parts) {
      hash.update(part)
      size += part.byteLength
      count += 1
      await this.#write(count === 1 ? path : `${path}.part${count}`, part)
    }
    if (count === 0) await this.#write(path, Buffer.alloc(0))
    this.files.push({ path, size, sha256: hash.digest('hex') })
  }

  /** Completes the archive and gives it its name. */
  async finish(manifest: Omit<Manifest, 'files' | 'archive'>): Promise<void> {
    const whole: Manifest = { ...manifest, files: this.files, archive: this.#hash.digest('hex') }
    await this.#append(await packed(manifestName, Buffer.from(JSON.stringify(whole, null, 1))))
    await this.#append(Buffer.alloc(2 * tarBlock))
    await this.#file.sync()
    await this.#file.close()
    refuseToOverwrite(this.target)
    await rename(this.#draft, this.target)
    const folder = await open(dirname(this.target), 'r')
    await folder.sync().finally(() => folder.close())
  }

  /** Leaves nothing behind; the finished archive stays. */
  discard(): void {
    rmSync(this.#draft, { force: true })
    void this.#file.close().catch(() => {})
  }

  async #write(path: string, bytes: Buffer): Promise<void> {
    const block = await packed(path, bytes)
    this.#hash.update(block)
    await this.#append(block)
  }

  async #append(bytes: Buffer): Promise<void> {
    try {
      await this.#file.writeFile(bytes)
      this.size += bytes.byteLength
    } catch (error) {
      throw unwritable(this.target, error)
    }
  }
}

async function packed(path: string, bytes: Buffer): Promise<Buffer> {
  const body = await promisify(gzip)(bytes, { level })
  const header = new Header({
    path: `${path}.gz`,
    size: body.byteLength,
    mode: 0o600,
    type: 'File',
    mtime: new Date(0),
  })
  const head = Buffer.alloc(tarBlock)
  if (header.encode(head)) throw new Error(`The path ${path} is too long for the archive.`)
  return Buffer.concat([head, body, Buffer.alloc(-body.byteLength & (tarBlock - 1))])
}

function refuseToOverwrite(target: string): void {
  if (existsSync(target)) throw new BackupError(`${target} exists already, and is kept; name another file.`)
}

function unwritable(target: string, error: unknown): BackupError {
  const { code, message } = error as NodeJS.ErrnoException
  const folder = dirname(target)
  if (code === 'ENOENT') return new BackupError(`There is no folder ${folder}; make it, or name another one.`)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new BackupError(
      `There is no room left in ${folder}; make some, or name another folder. Nothing was left there.`,
    )
  }
  return new BackupError(`${folder} cannot be written (${message}); make it writable, or name another one.`)
}
