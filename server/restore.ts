import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connect, type Connection } from '#db/client.ts'
import { beginAnew } from '#db/backup/begin-anew.ts'
import { BackupError } from '#db/backup/error.ts'
import { expectRestorable, type Manifest } from '#db/backup/manifest.ts'
import { readArchive } from '#db/backup/read-archive.ts'
import { restoreCluster } from '#db/backup/restore-cluster.ts'
import { majorOf, requireTool, restoreInto, serverVersion } from '#db/backup/tools.ts'
import { migrate } from '#db/migrate.ts'
import { teamsOf } from './backup-words.ts'
import { lineOf, verifyDatabase } from './history-verify.ts'
import { markAt } from './history/store.ts'
import { noteRestore } from './identity/commands.ts'
import { isProgram, runProgram, say } from './program.ts'
import { toolSystem } from './tool-system.ts'

const usage = 'Use: npm run restore -- <file of a backup> [--replace]'
const appRole = 'plumbline_app'

export interface RestoreRequest {
  readonly file: string
  /** An empty PostgreSQL to restore to, and the role of its server if that is another; the embedded database without it. */
  readonly url?: string | undefined
  readonly serverRole?: string | undefined
  readonly root?: string
  /** Moves an embedded database that is there aside. */
  readonly replace?: boolean
  onProgress?(sentence: string): void
}

/** What a restored database is, compared with what was backed up. */
export interface RestoreReport {
  /** One sentence for each team, and where the database lies. */
  readonly sentences: readonly string[]
  /** Whether the whole history agrees with itself and with the backup. */
  readonly agrees: boolean
}

/** Restores a backup, and compares its whole history with itself and with what the backup says. */
export async function restore(request: RestoreRequest): Promise<RestoreReport> {
  return request.url ? restoreDump(request, request.url) : restoreFiles(request)
}

async function restoreFiles(request: RestoreRequest): Promise<RestoreReport> {
  let report: RestoreReport = { sentences: [], agrees: false }
  const { place, movedTo } = await restoreCluster(request.file, {
    ...(request.root !== undefined && { root: request.root }),
    replace: request.replace ?? false,
    onProgress: request.onProgress ?? (() => {}),
    async whenRecovered({ address }, manifest) {
      report = await withOwner(address, (owner) => complete(owner, appRole, manifest))
    },
  })
  const moved = movedTo ? [`The database that was here lies in ${movedTo} now.`] : []
  return { ...report, sentences: [...report.sentences, ...moved, `The database is in ${place.dataDir}.`] }
}

async function restoreDump(request: RestoreRequest, url: string): Promise<RestoreReport> {
  const { file, serverRole } = request
  return withOwner(url, async (owner) => {
    await requireEmpty(owner)
    const manifest = await readArchive(file, async () => {})
    if (manifest.kind !== 'dump') {
      throw new BackupError('This backup is of the embedded database: unset DATABASE_URL and try again.')
    }
    expectRestorable(manifest, new Date())
    const version = await serverVersion(owner)
    if (majorOf(version) < majorOf(manifest.postgres)) {
      throw new BackupError('The backup is of a newer PostgreSQL than this one; restore it to one that is not older.')
    }
    await requireTool('pg_restore', version)
    request.onProgress?.('Every file of the backup is whole. Restoring …')
    const restoring = restoreInto(url)
    try {
      await readArchive(file, (_path, part) => restoring.feed(part))
      await restoring.end()
    } catch (error) {
      await restoring.giveUp()
      throw error
    }
    return complete(owner, serverRole, manifest)
  })
}

async function requireEmpty({ sql }: Connection): Promise<void> {
  const [table] =
    await sql`select 1 from pg_tables where schemaname not in ('pg_catalog', 'information_schema') limit 1`
  if (table) {
    throw new BackupError(
      'The database in DATABASE_URL is not empty; nothing was changed. Make a new one with createdb, and name that.',
    )
  }
}

async function complete(owner: Connection, role: string | undefined, manifest: Manifest): Promise<RestoreReport> {
  await migrate(owner, role === undefined ? {} : { appRole: role })
  await beginAnew(owner, new Date())
  const findings = await verifyDatabase(owner)
  const strayed = await strayedTeams(owner, manifest)
  const agrees = findings.every(({ difference }) => !difference) && strayed.length === 0
  if (agrees) await noteInHistory(owner, manifest)
  const compared = `Restored ${teamsOf(manifest.teams)}, as backed up at ${manifest.made}`
  return {
    agrees,
    sentences: [
      ...findings.map(lineOf),
      ...strayed.map((teamId) => `Team ${teamId}: its history is not what the backup says.`),
      agrees ? `${compared}; the whole history agrees.` : `${compared}, but the history differs: see above.`,
      twoPeople,
      'Everybody must sign in again, and every link that was sent has ended. Passwords and members are those of the backup.',
    ],
  }
}

const twoPeople =
  'Where more was signed than this backup holds, nothing is signed from now on until two people leave it: on the page ' +
  'History of the team an admin proposes a fork, and another admin or an auditor confirms it. See docs/operations.md.'

/** Whoever reads a history sees that it was restored: what was recorded after the backup is not in it. */
async function noteInHistory({ db }: Connection, { made, teams }: Manifest): Promise<void> {
  for (const { teamId, seq } of teams) await noteRestore(toolSystem(db), teamId, { made, upTo: seq })
}

async function strayedTeams({ db }: Connection, { teams }: Manifest): Promise<string[]> {
  const strayed: string[] = []
  for (const { teamId, seq, last, all } of teams) {
    const found = await markAt(db, teamId, seq)
    if (found?.seq !== seq || found.last !== last || found.all !== all) strayed.push(teamId)
  }
  return strayed
}

async function withOwner<T>(
  address: Parameters<typeof connect>[0],
  work: (owner: Connection) => Promise<T>,
): Promise<T> {
  const owner = connect(address, { max: 2, isPatient: true })
  try {
    return await work(owner)
  } finally {
    await owner.close()
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { replace: { type: 'boolean' } }, allowPositionals: true })
  const [file, ...rest] = positionals
  if (!file || rest.length > 0) throw new Error(usage)
  const url = process.env['DATABASE_URL'] || undefined
  const ownerUrl = process.env['DATABASE_OWNER_URL'] || undefined
  const { sentences, agrees } = await restore({
    file: resolve(file),
    url: ownerUrl ?? url,
    serverRole: url && ownerUrl && decodeURIComponent(new URL(url).username),
    replace: values.replace ?? false,
    onProgress: say,
  })
  for (const sentence of sentences) say(sentence)
  if (!agrees) process.exitCode = 1
}

if (isProgram(import.meta.url)) await runProgram(main)
