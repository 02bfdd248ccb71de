import { randomBytes } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection } from '../client.ts'
import { BackupError } from './error.ts'
import { partSize, type ArchiveWriter } from './write-archive.ts'

/** Folders that PostgreSQL fills anew when it starts, or that we fill ourselves. */
const emptied = new Set([
  'pg_wal',
  'pg_wal/archive_status',
  'pg_wal/summaries',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
/** What belongs to the running server, or to an earlier copy, and not to the data. */
const left =
  /^(?:postmaster\.(?:pid|opts)|backup_label(?:\.old)?|tablespace_map|current_logfiles)$|pg_internal\.init|pgsql_tmp/u
/** Says where recovery begins, and must be no older than what it speaks of: copied last. */
const control = 'global/pg_control'
const walName = /^[0-9A-F]{24}$/u

export interface CopyOptions {
  /** Of one connection: the server ties the copy to its session. */
  readonly owner: Connection
  readonly dataDir: string
  readonly archive: ArchiveWriter
  /** Before the copy ends: whatever is committed until then will be in it. */
  whenCopied(): Promise<void>
  onProgress(done: number, all: number): void
}

interface Found {
  readonly folders: readonly string[]
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

/**
 * Copies a running cluster into an archive, with the write-ahead log that makes the copy one moment; answers its folders.
 * Everything that it asks of the server ends with its session, so that a backup that is killed leaves nothing behind.
 */
export async function copyCluster(options: CopyOptions): Promise<string[]> {
  const { dataDir, archive } = options
  const session = options.owner.sql
  await session`set statement_timeout = 0`
  const slot = `plumbline_backup_${randomBytes(6).toString('hex')}`
  // No segment that the copy needs is recycled while the slot is there.
  await session`select pg_create_physical_replication_slot(${slot}, true, true)`
  await session`select pg_backup_start('plumbline', true)`
  const found = look(dataDir)
  await copyFiles(options, found)
  await archive.add(`data/${control}`, [await steady(join(dataDir, control))])
  await options.whenCopied()
  const [end] = await session<{ last: string; label: string; spaces: string }[]>`
    select pg_walfile_name(lsn) as last, labelfile as label, spcmapfile as spaces from pg_backup_stop(false)`
  const first = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/mu.exec(end?.label ?? '')?.[1]
  if (!end || !first) throw new BackupError('The database did not say where the copy begins; nothing was backed up.')
  if (end.spaces) throw new BackupError('The database keeps data outside its folder, which a backup cannot hold.')
  await copyWal(options, first, end.last)
  await archive.add('data/backup_label', [Buffer.from(end.label)])
  return found.folders.map((folder) => `data/${folder}`)
}

async function copyFiles({ dataDir, archive, onProgress }: CopyOptions, { files }: Found): Promise<void> {
  const all = files.reduce((sum, { size }) => sum + size, 0)
  let done = 0
  for (const { path, size } of files) {
    await addFile(archive, `data/${path}`, join(dataDir, path))
    onProgress((done += size), all)
  }
}

/** The copied log reaches from the start of the copy to its end without a gap. */
async function copyWal({ dataDir, archive }: CopyOptions, first: string, last: string): Promise<void> {
  const folder = join(dataDir, 'pg_wal')
  const names = readdirSync(folder).filter((name) => walName.test(name) && name >= first && name <= last)
  if (!names.includes(first) || !names.includes(last)) {
    throw new BackupError('The log of the database that the copy needs is gone; nothing was backed up. Try again.')
  }
  for (const name of names.toSorted()) await archive.add(`data/pg_wal/${name}`, partsOf(join(folder, name)))
}

/** A file that is gone meanwhile belonged to something that was dropped: the log says so too. */
async function addFile(archive: ArchiveWriter, path: string, file: string): Promise<void> {
  const parts = partsOf(file)
  const first = await parts.next().catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!first) return
  await archive.add(
    path,
    (async function* whole() {
      if (!first.done) yield first.value
      yield* parts
    })(),
  )
}

async function* partsOf(path: string): AsyncGenerator<Buffer, void> {
  const file = await open(path, 'r')
  try {
    // What is appended from now on is in the log.
    for (let rest = (await file.stat()).size; rest > 0;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(partSize, rest)))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      rest -= bytesRead
    }
  } finally {
    await file.close()
  }
}

/** The server may be writing it at this moment: it is read until two readings agree. */
async function steady(path: string): Promise<Buffer> {
  for (let last = await readFile(path); ;) {
    const next = await readFile(path)
    if (next.equals(last)) return next
    last = next
  }
}

function look(dataDir: string): Found {
  const folders: string[] = []
  const files: { path: string; size: number }[] = []
  const walk = (folder: string) => {
    for (const item of readdirSync(join(dataDir, folder), { withFileTypes: true })) {
      const path = folder === '' ? item.name : `${folder}/${item.name}`
      if (left.test(item.name)) continue
      if (emptied.has(folder) && !emptied.has(path)) continue
      if (item.isDirectory()) {
        folders.push(path)
        walk(path)
      } else if (item.isFile() && path !== control) {
        files.push({ path, size: sizeOf(join(dataDir, path)) })
      }
    }
  }
  walk('')
  return { folders, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
