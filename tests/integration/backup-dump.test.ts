import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { connect } from '#db/client.ts'
import { requireTool } from '#db/backup/tools.ts'
import { embeddedHome } from '#db/embedded.ts'
import { preparePlace } from '#db/embedded/place.ts'
import { migrate } from '#db/migrate.ts'
import { backUp } from '#server/backup.ts'
import { foundTeam } from '#server/identity/commands.ts'
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
    for (const name of ['one', 'two', 'three', 'four']) await owner.sql`create database ${owner.sql(name)}`
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
    await foundTeam({ ...rooms.contextOf(ann), newId: () => ann.teamId }, { name: 'Desk' })
    await startClaim(rooms.contextOf(ann))
    await rooms.close()
    await one.close()

    const { file, teams } = await backUp({ to: root, url: urlOf('owner', 'one') })
    expect(teams).toMatchObject([{ teamId: 'team-1', seq: 4 }])
    await expect(restore({ file, url: urlOf('owner', 'one') })).rejects.toThrow('is not empty')
    await expect(restore({ file, root: join(root, 'embedded') })).rejects.toThrow('of a PostgreSQL of your own')
    const { agrees, sentences } = await restore({ file, url: urlOf('owner', 'two'), serverRole: 'web' })
    expect(sentences[0]).toBe('Team team-1: 4 entries, everything agrees.')
    expect(agrees).toBe(true)

    const web = connect(urlOf('web', 'two'), { max: 1 })
    const last = await web.sql`select kind, actor, subject_id from entry where seq > 4`
    expect(last).toEqual([{ kind: 'team.restore', actor: 'system', subject_id: 'team-1' }])
    await expect(web.sql`delete from entry`).rejects.toThrow('permission denied')
    await web.close()
    const two = connect(urlOf('owner', 'two'), { max: 1 })
    await expect(two.sql`delete from entry`).rejects.toThrow()
    await two.close()
  })

  test('is one moment, also while people type', async () => {
    const one = connect(urlOf('owner', 'one'), { max: 3 })
    const ann = actor('ann')
    const rooms = await serveRooms(one.db, [ann])
    const [slow, begun, goOn] = ['slow', 'begun', 'go-on'].map((name) => join(root, name)) as [string, string, string]
    mkdirSync(slow)
    const wait = `touch ${begun}; while [ ! -e ${goOn} ]; do sleep 0.05; done`
    const program = `#!/bin/sh\n[ "$1" = --version ] || { ${wait}; }\nexec ${bin}/pg_dump "$@"\n`
    writeFileSync(join(slow, 'pg_dump'), program, { mode: 0o755 })
    process.env['PATH'] = `${slow}:${bin}:${path}`
    const file = join(root, 'typing.tar')
    const backingUp = backUp({ to: file, url: urlOf('owner', 'one') })
    await vi.waitFor(() => expect(existsSync(begun)).toBe(true), { timeout: 10_000 })
    await startClaim(rooms.contextOf(ann))
    writeFileSync(goOn, '')
    await backingUp.finally(() => (process.env['PATH'] = `${bin}:${path}`))
    await rooms.close()
    await one.close()
    const { agrees, sentences } = await restore({ file, url: urlOf('owner', 'three') })
    expect(sentences[0]).toBe('Team team-1: 4 entries, everything agrees.')
    expect(agrees).toBe(true)
  })

  test('is refused while nothing is changed: by a clock behind it, by an older Plumbline, when it is damaged', async () => {
    const one = connect(urlOf('owner', 'one'), { max: 1 })
    const { file } = await backUp({ to: join(root, 'good.tar'), url: urlOf('owner', 'one') })
    await one.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`
    const { file: later } = await backUp({ to: join(root, 'later.tar'), url: urlOf('owner', 'one') })
    await one.close()
    const url = urlOf('owner', 'four')
    await expect(restore({ file: later, url })).rejects.toThrow('is of a newer Plumbline')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 86_400_000 })
    const early = restore({ file, url })
    await expect(early.finally(() => vi.useRealTimers())).rejects.toThrow(
      /The clock of this machine .+ Nothing was changed/u,
    )
    const programs = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
    const before = programs()
    const onProgress = () => truncateSync(file, 512)
    await expect(restore({ file, url, onProgress })).rejects.toThrow('Nothing was changed')
    expect(programs()).toBe(before)
    const four = connect(url, { max: 1 })
    expect(await four.sql`select 1 from pg_tables where schemaname in ('public', 'drizzle')`).toHaveLength(0)
    await four.close()
  })

  test('needs programs that are there, and are of the server’s version', async () => {
    for (const version of [990_000, 90_000]) {
      const said = `pg_dump on the PATH is of PostgreSQL \\d+, and the server of ${version / 10_000}:`
      await expect(requireTool('pg_dump', version)).rejects.toThrow(new RegExp(said, 'u'))
    }
    process.env['PATH'] = root
    const missing = backUp({ to: join(root, 'missing.tar'), url: urlOf('owner', 'one') })
    await expect(missing.finally(() => (process.env['PATH'] = `${bin}:${path}`))).rejects.toThrow('is not on the PATH')
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
