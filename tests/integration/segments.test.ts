/*
 * Nothing but sealing takes a row of history away, and what somebody changes in a segment is found and named.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Transaction } from '#db/client.ts'
import { entry, segment } from '#db/schema/history.ts'
import { textKind } from '#server/history/entry.ts'
import { digestOf, holdsOf, packed, unpacked } from '#server/history/segment.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { openSigningFolder } from '#server/history/signing-folder.gateway.ts'
import { headOf } from '#server/history/store.ts'
import { toEntry } from '#server/history/store/entry-row.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import type { Difference } from '#server/history/verify.ts'
import { nouns } from '#server/nouns.ts'
import { premises } from '#tests/support/desk.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'
import { recordTyping } from '#tests/support/recorded-typing.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { sealAll } from '#tests/support/sealed.ts'
import { afterTampering } from '#tests/support/superuser.ts'
import { randomOf } from '#tests/support/typists.ts'

const own = premises()
const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const random = randomOf(seed)
let team: Newsroom
let claimId: string
let folder: string

const signing = () => openSigningFolder(folder, 'desk.example')
const teamId = () => team.mara.actor.teamId
const people = () => [team.mara, team.oleh]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-signing-'))
  team = await newsroom(own.server)
  ;({ claimId } = await startClaim(team.mara))
  await recordTyping(people(), claimId, { edits: 60, random })
  expect(await signHistories({ db: own.database.app.db, folder: signing() })).toEqual([])
  expect(await sealAll(own.database)).toBeGreaterThan(40)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('is done by the owner alone, and only as a whole', async () => {
  const { owner, app } = own.database
  await expect(app.sql`delete from entry`).rejects.toThrow(/permission denied/u)
  await expect(app.sql`delete from segment`).rejects.toThrow(/permission denied/u)
  await expect(app.sql`update segment set first = first`).rejects.toThrow(/permission denied/u)
  await expect(app.sql`insert into segment select * from segment`).rejects.toThrow(/permission denied/u)
  await expect(owner.sql`delete from entry where kind = 'claim.write'`).rejects.toThrow(/are kept/u)
  await expect(owner.sql`delete from entry where seq = 1`).rejects.toThrow(/are kept/u)
  await expect(owner.sql`delete from segment`).rejects.toThrow(/are kept/u)
  await expect(owner.sql`update segment set first = first`).rejects.toThrow(/are kept/u)
  await expect(owner.sql`truncate segment`).rejects.toThrow(/are kept/u)
  const again = owner.sql`insert into segment select team_id, first, last + 1, holds, digest, bytes, checksum from segment limit 1`
  await expect(again).rejects.toThrow(/follow one another/u)
})

it('takes away no other rows than those that the segment has', async () => {
  const { owner } = own.database
  await recordTyping(people(), claimId, { edits: 20, random })
  const rows = await owner.db
    .select()
    .from(entry)
    .where(and(eq(entry.teamId, teamId()), eq(entry.kind, textKind)))
  const [from, to] = [(await headOf(owner.db, teamId())) - 12, (await headOf(owner.db, teamId())) - 8]
  const some = rows.filter(({ seq }) => seq >= from && seq <= to).map(toEntry)
  const made = { teamId: teamId(), first: from, last: to, bytes: packed(some), checksum: new Uint8Array(32) }
  const put = (gone: SQL, more: Partial<typeof segment.$inferInsert> = {}) =>
    owner.db.transaction(async (tx) => {
      await tx.insert(segment).values({ ...made, holds: holdsOf(some), digest: digestOf(some), ...more })
      await tx.execute(sql`delete from entry where ${gone}`)
    })
  await expect(put(sql`false`)).rejects.toThrow()
  await expect(put(sql`seq between ${from} and ${to - 1}`)).rejects.toThrow()
  await expect(put(sql`seq between ${from} and ${to + 1}`)).rejects.toThrow()
  await expect(put(sql`seq between ${from} and ${to}`, { digest: new Uint8Array(32) })).rejects.toThrow()
  await expect(put(sql`seq between ${from} and ${to}`, { holds: { [claimId]: { x: 1 } } })).rejects.toThrow()
  const undo = new Error('So it would be done.')
  const whole = owner.db.transaction(async (tx) => {
    await tx.insert(segment).values({ ...made, holds: holdsOf(some), digest: digestOf(some) })
    await tx.execute(sql`delete from entry where seq between ${from} and ${to}`)
    await tx.execute(sql`set constraints all immediate`)
    throw undo
  })
  await expect(whole).rejects.toThrow(undo)
})

it(`is verified like the rest: what somebody changed in a segment is named (PLUMBLINE_SEED=${seed})`, async () => {
  const [row] = await own.database.owner.db.select().from(segment)
  if (!row) throw new Error('Nothing was sealed.')
  const found = async (what: SQL): Promise<Difference | null> => {
    const look = (tx: Transaction) => verifyHistory(tx, nouns, signing())
    const findings = await afterTampering(own.database, (tx) => tx.execute(what), look)
    return findings.find((each) => each.teamId === teamId())?.difference ?? null
  }
  const name = `segment ${row.first}-${row.last}`
  const isIn = (seq: number | null) => seq !== null && seq >= row.first && seq <= row.last
  const change = (more: SQL) => sql`update segment set ${more} where last = ${row.last}`
  expect(await found(change(sql`bytes = substr(bytes, 1, length(bytes) / 2)`))).toMatchObject({ subject: name })
  expect(await found(change(sql`bytes = bytes || '\\x00'`))).toMatchObject({ subject: name })
  expect(await found(change(sql`digest = checksum`))).toMatchObject({ subject: name })
  expect(await found(change(sql`holds = '{}'`))).toMatchObject({ subject: name })
  expect(await found(sql`delete from segment where last = ${row.last}`)).toMatchObject({
    what: `entry ${row.first} is missing`,
  })
  for (let run = 0; run < 8; run += 1) {
    const place = random(row.bytes.length)
    const difference = await found(
      change(sql`bytes = set_byte(bytes, ${place}, get_byte(bytes, ${place}) # ${1 << random(8)})`),
    )
    expect(difference, `bit at ${place}`).not.toBeNull()
    expect(
      difference?.subject === name || isIn(difference?.seq ?? null),
      `${place}: ${String(difference?.subject)}`,
    ).toBe(true)
  }
  const entries = unpacked(row.teamId, brotliDecompressSync(row.bytes))
  const middle = entries[Math.floor(entries.length / 2)]!
  const forged = entries.map((each) => (each === middle ? { ...each, actor: team.ada.actor.personId } : each))
  const bytes = brotliCompressSync(packed(forged))
  const checksum = createHash('sha256').update(bytes).digest()
  const said = { seq: middle.seq, what: 'its hash does not fit its fields' }
  expect(await found(change(sql`bytes = ${bytes}, checksum = ${checksum}`))).toMatchObject(said)
  // A row put back beside the segment that has it.
  const back = sql`insert into entry select (jsonb_populate_record(e, jsonb_build_object('seq', ${middle.seq}::int8))).* from entry e limit 1`
  expect(await found(back)).toMatchObject({ seq: middle.seq })
})
