import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Address, type Connection } from '#db/client.ts'
import { embeddedHome, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import type { Actor } from '#server/policy/can.ts'
import { insertClient } from '#server/realtime/store.ts'
import { createReport } from '#server/reports/commands.ts'
import { actor, aWhile, serveRooms, startClaim, type RoomsServer } from '#tests/support/rooms.ts'
import { OpenPage } from './open-page.ts'
import { at } from './readers.ts'
import { Typist } from './typist.ts'

const claims = 5_000
const target = 100
const withoutImport = 20_000
const sentence = 'Russia said it had received 270 of them. '
const say = (line: string) => process.stdout.write(`${line}\n`)

/**
 * How long two people who type in a report wait for "Saved" while 5,000 claims are imported into it, and while none are.
 * Their pages load what they are told of, as pages do.
 */
export async function benchImport(): Promise<void> {
  const root = join(process.env['PLUMBLINE_TEST_DATA'] ?? embeddedHome(), `bench-${randomBytes(4).toString('hex')}`)
  const embedded = await startEmbedded({ root })
  const owner = connect(embedded.address, { max: 3 })
  try {
    await migrate(owner, { appRole: 'plumbline_app' })
    await measure(owner, embedded.appAddress)
    const wrong = (await verifyDatabase(owner)).filter(({ difference }) => difference)
    if (wrong.length > 0) throw new Error(wrong.map(lineOf).join('\n'))
    say('The whole history agrees.')
  } finally {
    await owner.close()
    await embedded.stop()
    rmSync(root, { recursive: true, force: true })
  }
}

async function measure(owner: Connection, address: Address): Promise<void> {
  const making = await serveRooms(owner.db, [], { rolesAmong })
  const people = await joinTeam(making)
  const [importer, ...writing] = people
  if (!importer) return
  const { id: reportId } = await createReport(making.contextOf(importer), {
    title: 'A long one',
    publisher: '',
    sourceUrl: '',
    language: 'en',
    text: sentence.repeat(claims),
  })
  const { claimId } = await startClaim(making.contextOf(importer))
  await making.close()
  const server = await startServer(address, people)
  const typists: Typist[] = []
  for (const person of writing) {
    const { personId, sessionId } = person
    const clientId = await insertClient(owner.db, { claimId, personId, sessionId })
    const typist = new Typist(server.url, person, claimId, clientId)
    await typist.join()
    typists.push(typist)
  }
  const pages = await Promise.all(writing.map((person) => OpenPage.load(server.url, person, reportId)))
  const typing = typists.map((typist) => typist.type())
  const take = () => typists.flatMap((typist) => typist.waits.splice(0)).toSorted((one, other) => one - other)
  await aWhile(2_000)
  take()
  await aWhile(withoutImport)
  const quiet = take()
  const begun = performance.now()
  await server.run(reportId)
  const seconds = (performance.now() - begun) / 1_000
  const busy = take()
  for (const typist of typists) await typist.end()
  await Promise.all(typing)
  await Promise.all(pages.map((page) => page.closeKnowing(claims)))
  server.end()
  const count = (of: (page: OpenPage) => number) => pages.reduce((sum, page) => sum + of(page), 0)
  const [told, loaded] = [count((page) => page.told), count((page) => page.loaded)]
  const line = `${claims} claims in ${seconds.toFixed(1)} s; two open pages were told ${told} times and loaded ${loaded} times`
  report(quiet, busy, line)
}

/** Three checkers of one team, who really are in the database. */
async function joinTeam(making: RoomsServer): Promise<Actor[]> {
  const system = making.contextOf(actor('nobody'))
  const { teamId } = await foundTeam(system, { name: 'Desk' })
  const roles = ['checker'] as const
  return Promise.all(
    ['Ann', 'Bob', 'Cid'].map(async (name) => {
      const member = { teamId, name, email: `${name}@example.org`, password: 'long enough for this', roles }
      const { personId } = await addMember(system, member)
      const person = { personId, name, teamId, roles, sessionId: `session-${name}` }
      making.people.set(personId, person)
      return person
    }),
  )
}

async function startServer(address: Address, people: readonly Actor[]) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'tests/bench/import-child.ts', JSON.stringify({ address, people })],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  )
  const [printed] = (await once(child.stdout!, 'data')) as [Buffer]
  return {
    url: printed.toString().trim(),
    async run(reportId: string) {
      const done = once(child, 'message')
      const inputs = Array.from({ length: claims }, (_, index) => {
        const start = index * sentence.length
        return { edition: '1', start: String(start), end: String(start + sentence.length - 1) }
      })
      child.send({ reportId, inputs })
      const died = once(child, 'exit').then(() => Promise.reject(new Error('The server ended.')))
      await Promise.race([done, died])
      died.catch(() => {})
    },
    end: () => child.disconnect(),
  }
}

function report(quiet: readonly number[], busy: readonly number[], what: string): void {
  say(what)
  say('acknowledgement, ms      p50     p95     p99     max   letters')
  for (const [name, waits] of [['without import', quiet] as const, ['with import', busy] as const]) {
    const figures = [...[0.5, 0.95, 0.99].map((part) => at(waits, part)), waits.at(-1) ?? 0]
    say(
      `${name.padEnd(20)}${figures.map((each) => each.toFixed(1).padStart(8)).join('')}${String(waits.length).padStart(10)}`,
    )
  }
  const [before, after] = [at(quiet, 0.99), at(busy, 0.99)]
  say(
    `p99 is ${(after / before).toFixed(1)} times as long; target: at most ${target} ms: ${after <= target ? 'held' : 'MISSED'}`,
  )
  if (after > target) process.exitCode = 1
}
