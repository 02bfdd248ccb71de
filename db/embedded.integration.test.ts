import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as lasting } from 'node:timers/promises'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { connect } from './client.ts'
import { attachEmbedded, embeddedHome, startEmbedded } from './embedded.ts'
import { isReady } from './embedded/postmaster.ts'
import { migrate } from './migrate.ts'

let root: string
const children: ChildProcess[] = []

beforeEach(() => {
  const folder = join(embeddedHome(), 'tests')
  mkdirSync(folder, { recursive: true })
  root = mkdtempSync(join(folder, 'embedded-'))
  // Named folders keep their rights, and the database may run as another user.
  if (process.getuid?.() === 0) rmSync(root, { recursive: true })
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await startEmbedded({ root })
    .then((database) => database.stop())
    .catch(() => {})
  rmSync(root, { recursive: true, force: true })
})

// Another process that starts the database, says so, and stays.
async function startElsewhere(): Promise<ChildProcess> {
  const code = `
    import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    await startEmbedded({ root: ${JSON.stringify(root)} })
    console.log('started')
    setInterval(() => {}, 1000)`
  const flags = ['--import', 'tsx', '--input-type=module', '-e', code]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

test('a new database is made once, durable and reachable by its socket only', async () => {
  const first = await startEmbedded({ root })
  expect(first.fresh).toBe(true)
  const owner = connect(first.address, { max: 1 })
  const [row] = await owner.sql`
    select current_setting('fsync') as fsync, current_setting('listen_addresses') as tcp,
      current_setting('synchronous_commit') as sync`
  expect(row).toEqual({ fsync: 'on', tcp: '', sync: 'on' })
  await owner.sql`create table kept (word text)`
  await owner.sql`insert into kept values ('here')`
  await owner.close()
  await first.stop()

  const second = await startEmbedded({ root })
  expect(second.fresh).toBe(false)
  const again = connect(second.address, { max: 1 })
  expect(await again.sql`select word from kept`).toMatchObject([{ word: 'here' }])
  await again.close()
  await second.stop()
  expect(statSync(join(root, 'passwords.json')).mode & 0o077).toBe(0)
})

test('a second start on the same data is refused with the process id; a tool attaches', async () => {
  const other = await startElsewhere()
  await expect(startEmbedded({ root })).rejects.toThrow(`process ${other.pid}`)
  const attached = await attachEmbedded({ root })
  const app = connect(attached.appAddress, { max: 1 })
  expect(await app.sql`select current_user::text as name`).toMatchObject([{ name: 'plumbline_app' }])
  await app.close()
  await attached.stop()
  await expect(startEmbedded({ root })).rejects.toThrow(`process ${other.pid}`)
})

test('after kill -9 the next start comes up at once with what was committed', async () => {
  for (let round = 0; round < 3; round++) {
    const other = await startElsewhere()
    const attached = await attachEmbedded({ root })
    const owner = connect(attached.address, { max: 1 })
    await owner.sql`create table if not exists kept (round int)`
    await owner.sql`insert into kept values (${round})`
    other.kill('SIGKILL')
    await once(other, 'exit')
    const next = await startEmbedded({ root })
    const reader = connect(next.address, { max: 1 })
    expect(await reader.sql`select round from kept`).toHaveLength(round + 1)
    await reader.close()
    await owner.close()
    await next.stop()
  }
})

test('damaged data ends in one sentence and is left alone', async () => {
  const database = await startEmbedded({ root })
  await database.stop()
  const version = join(database.dataDir, 'PG_VERSION')
  renameSync(version, `${version}.away`)
  await expect(startEmbedded({ root })).rejects.toThrow(/damaged: its PG_VERSION is missing/)
  writeFileSync(version, '9.6\n')
  await expect(startEmbedded({ root })).rejects.toThrow(/written by PostgreSQL 9\.6/)
  renameSync(`${version}.away`, version)
  const back = await startEmbedded({ root })
  expect(back.fresh).toBe(false)
  await back.stop()
})

test('migrating twice changes nothing, and the application cannot change or delete entries', async () => {
  const database = await startEmbedded({ root })
  const owner = connect(database.address)
  await Promise.all([migrate(owner, { appRole: 'plumbline_app' }), migrate(owner, { appRole: 'plumbline_app' })])
  const app = connect(database.appAddress, { max: 1 })
  expect(await app.sql`select count(*)::int as count from entry`).toMatchObject([{ count: 0 }])
  for (const forbidden of [
    'update entry set seq = 1',
    'delete from entry',
    'truncate entry',
    'delete from claim',
    'drop table claim',
  ]) {
    await expect(app.sql.unsafe(forbidden)).rejects.toThrow(/permission denied|must be owner/)
  }
  await app.sql`delete from session`
  await app.close()
  await owner.close()
  await database.stop()
})

test('it comes back however often it is killed while people are connected, and so do they', async () => {
  const database = await startEmbedded({ root })
  let lost = ''
  void database.lost.then((sentence) => (lost = sentence))
  const pool = connect(database.address, { max: 10 })
  await pool.sql`create table busy (n int)`
  let isOver = false
  const people = Array.from({ length: 10 }, async () => {
    while (!isOver) await pool.sql`insert into busy select generate_series(1, 5000)`.catch(() => {})
  })
  const file = join(database.dataDir, 'postmaster.pid')
  const postmaster = () => (isReady(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null)
  for (let round = 0; round < 12; round += 1) {
    await expect.poll(postmaster, { timeout: 20_000, interval: 10 }).not.toBeNull()
    // One that never lives for a moment is given up.
    await lasting(300)
    process.kill(postmaster() ?? 0, 'SIGKILL')
    // The old one's file stays until the new one has begun.
    await expect.poll(postmaster, { timeout: 20_000, interval: 1 }).toBeNull()
    expect(lost).toBe('')
  }
  isOver = true
  await Promise.all(people)
  await expect
    .poll(
      () =>
        pool.sql`select 1`.then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true)
  await pool.close()
  await database.stop()
}, 120_000)
