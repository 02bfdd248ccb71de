/*
 * What a server does without being asked changes no fact and leaves no entry: all of it is started as a server starts it, does
 * its work, and what was recorded is to the byte what it was.
 */
import { sql } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { passingTables, remadeTables } from '#db/migrate.ts'
import { checkpointTimestamp, segment, signedHead, timelineHead } from '#db/schema/history.ts'
import { entriesAfter, headOf } from '#server/history/store.ts'
import { startJobs, stopJobs, type Jobs } from '#server/jobs.ts'
import { startAuthority } from '#tests/support/authority.ts'
import { desk, premises } from '#tests/support/desk.ts'
import { recordTyping } from '#tests/support/recorded-typing.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { signedElsewhere, signingFolder } from '#tests/support/signing.ts'
import { randomOf } from '#tests/support/typists.ts'

const own = premises({ signHistory: signedElsewhere })
const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

/** What jobs may write: what is signed, told and sealed of the history. */
const ofJobs = [
  ...passingTables,
  ...remadeTables,
  'entry',
  'segment',
  'checkpoint',
  'checkpoint_timestamp',
  'signed_head',
]

/** Every row of every other table, and every entry, sealed or not. */
async function recorded(teamId: string): Promise<unknown> {
  const { db } = own.database.owner
  const tables = await db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const names = tables.map(({ name }) => name).filter((name) => !ofJobs.includes(name))
  expect(names.length).toBeGreaterThan(30)
  const rows = names.map(async (name) => [
    name,
    [...(await db.execute(sql`select t::text as row from ${sql.identifier(name)} t order by 1`))],
  ])
  return { rows: await Promise.all(rows), entries: await entriesAfter(db, teamId, 0, 100_000) }
}

it(`jobs change no fact and leave no entry (PLUMBLINE_SEED=${seed})`, async () => {
  const { db } = own.database.app
  const team = await desk(own.server)
  const { teamId } = team.mara.actor
  const { claimId } = await startClaim(team.mara)
  await recordTyping([team.mara, team.oleh], claimId, { edits: 560, random: randomOf(seed) })
  const before = await recorded(teamId)
  const head = await headOf(db, teamId)
  const authority = await startAuthority()
  const unasked: unknown[] = []
  const jobs = await startJobs({
    db,
    now: () => new Date(),
    folder: signingFolder(),
    owner: own.database.ownerAddress,
    // Every edit is old enough to be sealed.
    sealAfter: 0,
    authority: authority.url,
    onError: (error) => unasked.push(error),
    warn: (sentence) => unasked.push(sentence),
  })
  const isUpTo = async (table: typeof signedHead | typeof timelineHead) =>
    (await db.select({ seq: table.seq }).from(table))[0]?.seq === head
  const isAny = async (table: typeof segment | typeof checkpointTimestamp) => (await db.$count(table)) > 0
  const isDone: Readonly<Record<keyof Jobs, () => Promise<boolean>>> = {
    signing: () => isUpTo(signedHead),
    telling: () => isUpTo(timelineHead),
    sealing: () => isAny(segment),
    timestamping: () => isAny(checkpointTimestamp),
  }
  try {
    for (const done of Object.values(isDone)) await vi.waitUntil(done, { timeout: 60_000 })
  } finally {
    await stopJobs(jobs)
    await authority.close()
  }
  expect(unasked).toEqual([])
  expect(Object.keys(jobs).toSorted()).toEqual(Object.keys(isDone).toSorted())
  expect(await recorded(teamId)).toEqual(before)
}, 120_000)
