import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sql } from 'drizzle-orm'
import { connect, type Connection } from '#db/client.ts'
import { BackupError } from '#db/backup/error.ts'
import { checkout } from '#db/checkout.ts'
import { copyCluster } from '#db/backup/copy-cluster.ts'
import type { TeamMark } from '#db/backup/manifest.ts'
import { dumpOf, requireTool, serverVersion } from '#db/backup/tools.ts'
import { ArchiveWriter } from '#db/backup/write-archive.ts'
import { attachEmbedded } from '#db/embedded.ts'
import { newestMigrationOf } from '#db/migrate.ts'
import { markHistory } from './history/store.ts'
import { databaseOf, megabytes, teamsOf } from './backup-words.ts'
import { isProgram, runProgram, say } from './program.ts'

const usage = 'Use: npm run backup -- <a folder, or the name of a new .tar file>'

/** What was backed up, and where it lies. */
export interface Backup {
  readonly file: string
  readonly teams: readonly TeamMark[]
  readonly bytes: number
}

export interface BackupOptions {
  /** A folder that is there, or the name of a new file that ends in `.tar`. */
  readonly to: string
  /** The PostgreSQL to back up; the embedded database without it. */
  readonly url?: string | undefined
  /** Where the embedded database lies, if not where Plumbline would start it. */
  readonly root?: string
  onProgress?(sentence: string): void
}

/** Backs a database up, whether Plumbline runs or not. The file has its name only once it is whole. */
export async function backUp(options: BackupOptions): Promise<Backup> {
  const archive = await ArchiveWriter.create(fileFor(options.to))
  const interrupted = (signal: NodeJS.Signals) => {
    archive.discard()
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    const teams = await (options.url ? backUpDump(archive, options.url) : backUpFiles(archive, options))
    return { file: archive.target, teams, bytes: archive.size }
  } finally {
    archive.discard()
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
  }
}

function fileFor(to: string): string {
  const path = resolve(to)
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
  if (isFolder) return join(path, `plumbline-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z.tar`)
  // Else a backup of every night would become one file with the name of the folder, which the second night may not touch.
  if (!to.endsWith('.tar')) {
    throw new BackupError(`There is no folder ${path}; make it, or name a file that ends in .tar.`)
  }
  return path
}

async function backUpFiles(archive: ArchiveWriter, { root, onProgress }: BackupOptions): Promise<TeamMark[]> {
  const tell = onProgress ?? (() => {})
  const attached = await attachEmbedded({ ...(root !== undefined && { root }), onProgress: tell })
  const owner = connect(attached.address, { max: 1, isPatient: true })
  try {
    await requireHistory(owner)
    let teams: TeamMark[] = []
    await archive.add('passwords.json', [readFileSync(attached.place.passwords)])
    const folders = await copyCluster({
      owner,
      dataDir: attached.place.dataDir,
      archive,
      whenCopied: async () => void (teams = await marksOf(owner)),
      onProgress: steps(tell),
    })
    await archive.finish({ ...(await about(owner)), kind: 'files', teams, folders })
    return teams
  } finally {
    await owner.close()
    await attached.stop()
  }
}

async function backUpDump(archive: ArchiveWriter, url: string): Promise<TeamMark[]> {
  const owner = connect(url, { max: 1, isPatient: true })
  try {
    await requireHistory(owner)
    const basics = await about(owner)
    await requireTool('pg_dump', basics.postgres)
    return await owner.db.transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 0`)
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      const [moment] = await tx.execute<{ id: string }>(sql`select pg_export_snapshot() as id`)
      // Of the moment that is dumped: what is committed meanwhile is in neither.
      const teams = await markHistory(tx)
      await archive.add('dump', dumpOf(url, moment?.id ?? ''))
      await archive.finish({ ...basics, kind: 'dump', teams, folders: [] })
      return teams
    }, readOnly)
  } finally {
    await owner.close()
  }
}

async function requireHistory(owner: Connection): Promise<void> {
  const [found] = await owner.sql<{ isThere: boolean }[]>`select to_regclass('team_head') is not null as "isThere"`
  if (!found?.isThere) throw new BackupError('There is nothing to back up: Plumbline has never been started here.')
}

/** Every question in it is answered as of one moment. */
const readOnly = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const

async function marksOf(owner: Connection): Promise<TeamMark[]> {
  return owner.db.transaction((tx) => markHistory(tx), readOnly)
}

async function about(owner: Connection) {
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    version: string
  }
  const [postgres, migration] = [await serverVersion(owner), await newestMigrationOf(owner)]
  return { format: 1 as const, plumbline: version, postgres, migration, made: new Date().toISOString() }
}

/** Says how far it is, at every tenth. */
function steps(tell: (sentence: string) => void): (done: number, all: number) => void {
  let last = 0
  return (done, all) => {
    const tenth = Math.floor((done / all) * 10)
    if (tenth <= last) return
    last = tenth
    tell(`${tenth * 10} % of ${megabytes(all)} copied …`)
  }
}

async function main(): Promise<void> {
  const [to, ...rest] = process.argv.slice(2)
  if (!to || rest.length > 0) throw new Error(usage)
  const url = process.env['DATABASE_OWNER_URL'] || process.env['DATABASE_URL'] || undefined
  const { file, teams, bytes } = await backUp({ to, url, onProgress: say })
  say(`Backed up ${teamsOf(teams)} of ${databaseOf(url)} to ${file} (${megabytes(bytes)}).`)
}

if (isProgram(import.meta.url)) await runProgram(main)
