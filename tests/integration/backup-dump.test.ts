import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { connect } from '#db/client.ts'
import { requireTool } from '#db/backup/tools.ts'
import { embeddedHome } from '#db/embedded.ts'
import { preparePlace } from '#db/embedded/place.ts'
import { migrate } from '#db/migrate.ts'
import { backUp } from '#server/backup.ts'
import { restore } from '#server/restore.ts'
import { actor, serveRooms, startClaim } from '#tests/support/rooms.ts'

/** A PostgreSQL of this machine that is not ours, with programs to dump it; null when there is none. */
function installed(): string | null {
  const versions = '/usr/lib/postgresql'
  const folders = existsSync(versions) ? readdirSync(versions).map((name) => join(versions, name, 'bin')) : []
  const programs = ['initdb', 'postgres', 'pg_dump', 'pg_restore']
  return folders.findLast((folder) => programs.every((name) => existsSync(join(folder, name)))) ?? null
}

const bin = installed()
if (!bin) process.stderr.write('Backup of an own PostgreSQL is skipped: no server with pg_dump is installed here.\n')

const root = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `dump-${randomBytes(4).toString('hex')}`)
let server: ChildProcess | null = null
let port = 0
const urlOf = (role: string, database: string) => `postgres://${role}:secret@127.0.0.1:${port}/${database}`

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return free
}

async function startServer(programs: string): Promise<void> {
  const { runner } = preparePlace(root)
  const data = join(root, 'own')
  mkdirSync(data)
  writeFileSync(join(root, 'secret'), 'secret')
  if (runner.uid !== undefined && runner.gid !== undefined) chownSync(data, runner.uid, runner.gid)
  const options = { ...runner, cwd: data, stdio: 'ignore' } as const
  const flags = [
    '-U',
    'owner',
    '--auth=scram-sha-256',
    `--pwfile=${join(root, 'secret')}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  execFileSync(join(programs, 'initdb'), ['-D', data, ...flags], options)
  port = await freePort()
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off']
  server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings], options)
}

describe.skipIf(!bin)('a PostgreSQL of one’s own', () => {
  const path = process.env['PATH']

  beforeAll(async () => {
    if (!bin) return
    process.env['PATH'] = `${bin}:${path}`
    await startServer(bin)
    const owner = connect(urlOf('owner', 'postgres'), { max: 1 })
    await vi.waitFor(() => owner.sql`select 1`, { timeout: 20_000 })
    await owner.sql`create role web login password 'secret'`
    for (const name of ['one', 'two']) await owner.sql`create database ${owner.sql(name)}`
    await owner.close()
  })

  afterAll(async () => {
    process.env['PATH'] = path
    if (server) {
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
    }
    rmSync(root, { recursive: true, force: true })
  })

  test('is dumped, and restored with the rights of its server’s role', async () => {
    const one = connect(urlOf('owner', 'one'), { max: 3 })
    await migrate(one, { appRole: 'web' })
    const ann = actor('ann')
    const rooms = await serveRooms(one.db, [ann])
    await startClaim(rooms.contextOf(ann))
    await rooms.close()
    await one.close()

    const { file, teams } = await backUp({ to: root, url: urlOf('owner', 'one') })
    expect(teams).toMatchObject([{ teamId: 'team-1', seq: 3 }])
    await expect(restore({ file, url: urlOf('owner', 'one') })).rejects.toThrow('is not empty')
    await expect(restore({ file, root: join(root, 'embedded') })).rejects.toThrow('of a PostgreSQL of your own')
    const { agrees, sentences } = await restore({ file, url: urlOf('owner', 'two'), serverRole: 'web' })
    expect(sentences[0]).toBe('Team team-1: 3 entries, everything agrees.')
    expect(agrees).toBe(true)

    const web = connect(urlOf('web', 'two'), { max: 1 })
    expect(await web.sql`select seq::int from entry order by seq`).toHaveLength(3)
    await expect(web.sql`delete from entry`).rejects.toThrow('permission denied')
    await web.close()
    const two = connect(urlOf('owner', 'two'), { max: 1 })
    await expect(two.sql`delete from entry`).rejects.toThrow()
    await two.close()
  })

  test('needs programs that are there, and are not older than the server', async () => {
    await expect(requireTool('pg_dump', 990_000)).rejects.toThrow(
      /pg_dump is of PostgreSQL \d+, and the database of 99/u,
    )
    process.env['PATH'] = root
    const missing = backUp({ to: join(root, 'missing.tar'), url: urlOf('owner', 'one') })
    await expect(missing.finally(() => (process.env['PATH'] = `${bin}:${path}`))).rejects.toThrow('is not on the PATH')
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
