/*
 * Old edits of texts lie in segments, and nobody who reads a history can tell: entries, replay, export and proofs are to the
 * byte what they were, people go on typing, and nothing but sealing takes a row away.
 */
import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { connect, type Database } from '#db/client.ts'
import { claimText } from '#db/schema/claims.ts'
import { entry, segment } from '#db/schema/history.ts'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import type { BundleScope } from '#server/history/bundle.ts'
import { textKind } from '#server/history/entry.ts'
import { KeptPasts } from '#server/history/kept-pasts.ts'
import { timeline } from '#server/history/queries.ts'
import { bundledCount, bundleOf } from '#server/history/queries/bundle.ts'
import { replayOf } from '#server/history/queries/replay.ts'
import { rootsOf } from '#server/history/queries/tree.ts'
import { sealHistories, type SealingRule } from '#server/history/sealer.gateway.ts'
import { signHistories } from '#server/history/signer.gateway.ts'
import { entriesAfter, hashAt, headOf, markAt, textEditsOf } from '#server/history/store.ts'
import { verifyHistory } from '#server/history/verify.gateway.ts'
import { inboxView } from '#server/notifications/queries.ts'
import { nouns } from '#server/nouns.ts'
import { retractClaim } from '#server/publication/commands.ts'
import { ClaimDoc } from '#server/realtime/claim-doc.ts'
import { insertSnapshot, loadClaim } from '#server/realtime/store.ts'
import { approveNow, checkAndSubmit, desk, premises, publishNow, typeIn, type Desk } from '#tests/support/desk.ts'
import { recordTyping } from '#tests/support/recorded-typing.ts'
import { openPage, startClaim, until } from '#tests/support/rooms.ts'
import { sealAll } from '#tests/support/sealed.ts'
import { signedElsewhere, signingFolder } from '#tests/support/signing.ts'
import { randomOf } from '#tests/support/typists.ts'

// Who signs when is said here.
const own = premises({ signHistory: signedElsewhere })
const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)
const random = randomOf(seed)
let team: Desk
let aya: Context
let reportId: string
let claimId: string
let otherId: string
let halfway: Date

const signing = signingFolder
const sign = async () => expect(await signHistories({ db: own.database.app.db, folder: signing() })).toEqual([])
const teamId = () => team.mara.actor.teamId
const people = () => [team.mara, team.oleh]

const day = 86_400_000

const seal = (more: Partial<SealingRule> = {}) => sealAll(own.database, more)

beforeAll(async () => {
  team = await desk(own.server)
  aya = await team.join('Aya', 'auditor')
  ;({ reportId, claimId } = await startClaim(team.mara))
  ;({ id: otherId } = await makeClaim(team.oleh, reportId, { edition: '1', start: '12', end: '23' }))
  await checkAndSubmit(team, claimId, 'Both say so.')
  for (const editor of [team.edith, team.emil]) await approveNow(editor, claimId)
  await publishNow(team.edith, claimId)
  await writeInBoth(50)
  halfway = new Date()
  await retractClaim(team.edith, claimId, { how: 'retracted', note: 'It was another year.' })
  await writeInBoth(50)
}, 120_000)

async function writeInBoth(edits: number): Promise<void> {
  await recordTyping(people(), claimId, { edits, random })
  await recordTyping(people().toReversed(), otherId, { edits: Math.ceil(edits / 2), random })
}

async function bundled(scope: BundleScope): Promise<string> {
  const bundle = await bundleOf(aya, signing(), { scope, earlier: 7 }, new Uint8Array())
  const hash = createHash('sha256')
  for await (const { name, bytes } of bundle.files) hash.update(name).update(bytes)
  return hash.digest('hex')
}

/** Everything that is told of the history, as whoever reads it is told. */
async function everythingTold() {
  const { db } = own.database.app
  const size = await headOf(db, teamId())
  const seqs = Array.from({ length: size }, (_, index) => index + 1)
  const some = seqs.filter((seq) => seq % 53 === 0)
  const scopes: BundleScope[] = [
    { type: 'claim', id: claimId },
    { type: 'report', id: reportId },
    { type: 'team', id: teamId() },
  ]
  const told: Record<string, unknown> = {}
  const tell = async (what: string, all: readonly Promise<unknown>[]) => void (told[what] = await Promise.all(all))
  await tell(
    'edits',
    [claimId, otherId].map((id) => textEditsOf(db, id)),
  )
  await tell(
    'some edits',
    some.map((seq) => textEditsOf(db, claimId, seq, seq + 60)),
  )
  await tell('entries', [entriesAfter(db, teamId(), 0, size), entriesAfter(db, teamId(), 50, 10)])
  await tell(
    'a few entries',
    some.map((seq) => entriesAfter(db, teamId(), seq, 7, seq + 5)),
  )
  await tell(
    'hashes',
    seqs.map((seq) => hashAt(db, teamId(), seq)),
  )
  await tell(
    'marks',
    some.map((seq) => markAt(db, teamId(), seq)),
  )
  await tell('roots', [
    rootsOf(
      db,
      teamId(),
      some.flatMap((seq) => [
        { from: 0, to: seq },
        { from: seq - 1, to: seq },
      ]),
    ),
  ])
  await tell(
    'rooms',
    [claimId, otherId].map((id) => loadClaim(db, id, 'start')),
  )
  await tell(
    'replay',
    some.map((at) => replayOf(aya, new KeptPasts(), claimId, { at, from: 40 })),
  )
  const filters = [{}, { person: team.oleh.actor.personId }, { kind: textKind, before: size - 100 }, { before: 90 }]
  await tell(
    'timelines',
    filters.flatMap((each) => [timeline(aya, { claimId, ...each }), timeline(aya, { reportId, ...each })]),
  )
  await tell(
    'counts',
    scopes.map((scope) => bundledCount(aya, scope)),
  )
  await tell('bundles', scopes.map(bundled))
  await tell(
    'inboxes',
    [...people(), team.edith, team.emil].map((ctx) => inboxView(ctx)),
  )
  const authors = sql`select * from report_authors(${reportId}, '{"claims":[]}') order by 1, 2`
  await tell('authors', [db.execute(authors).then((rows) => [...rows])])
  return told
}

const rowsOf = (id: string) =>
  own.database.app.db
    .select({ seq: entry.seq })
    .from(entry)
    .where(and(eq(entry.subjectId, id), eq(entry.kind, textKind)))

it('seals nothing that is not signed, not old, or too little', async () => {
  expect(await seal()).toBe(0)
  await sign()
  expect(await seal({ afterDays: 3 })).toBe(0)
  expect(await seal({ least: 100_000 })).toBe(0)
})

it('leaves everything that is told of a history as it was, to the byte', { timeout: 120_000 }, async () => {
  const before = await everythingTold()
  expect(await seal({ now: new Date(halfway.getTime() + day) })).toBeGreaterThan(30)
  expect(await seal()).toBeGreaterThan(30)
  expect((await rowsOf(claimId)).length).toBeLessThan(12)
  const after = await everythingTold()
  for (const [what, told] of Object.entries(before)) expect(after[what], what).toStrictEqual(told)
  const [finding] = await verifyHistory(own.database.app.db, nouns, signing())
  expect(finding).toMatchObject({ difference: null, signedUpTo: await headOf(own.database.app.db, teamId()) })
  expect(await own.database.app.db.$count(segment)).toBe(2)
})

it('leaves of each claim the newest edit of each person before each deed, and now', async () => {
  const { db } = own.database.app
  const entries = await entriesAfter(db, teamId(), 0, 10_000)
  for (const id of [claimId, otherId]) {
    const needed = new Set<number>()
    const newest = new Map<string, number>()
    const settle = () => {
      for (const seq of newest.values()) needed.add(seq)
      newest.clear()
    }
    for (const { kind, seq, actor } of entries.filter(({ subject }) => subject.id === id)) {
      if (kind === textKind) newest.set(actor, seq)
      else settle()
    }
    settle()
    const left = new Set((await rowsOf(id)).map(({ seq }) => seq))
    expect([...needed].filter((seq) => !left.has(seq))).toEqual([])
  }
})

it('lets people go on typing, from a snapshot and without one', async () => {
  const { db } = own.database.app
  const edits = await textEditsOf(db, otherId)
  const middle = edits[Math.floor(edits.length / 2)]!
  const state = new ClaimDoc(edits.filter(({ seq }) => seq <= middle.seq).map(({ payload }) => payload)).state()
  await insertSnapshot(db, { claimId: otherId, teamId: teamId(), seq: middle.seq, state }, 0)
  for (const id of [claimId, otherId]) {
    await typeIn(own.server, team.oleh, id, (text) => text.insert(0, 'Once more: '))
    const [row] = await db.select().from(claimText).where(eq(claimText.claimId, id))
    expect(row?.statement).toMatch(/^Once more: /u)
    const page = await openPage(own.server, team.mara.actor, id)
    await until(() => page.text('notes') === row?.notes, 'the page has what was sealed')
    page.end()
  }
  expect((await verifyHistory(db, nouns, signing()))[0]?.difference).toBeNull()
})

const counts = async () => {
  const { db } = own.database.owner
  return [await db.$count(entry), await db.$count(segment), await headOf(db, teamId())]
}

it('leaves nothing half when it is killed, whatever it was about to do', async () => {
  const { app, ownerAddress } = own.database
  await writeInBoth(20)
  await sign()
  const before = await counts()
  const told = await textEditsOf(app.db, claimId)
  for (const deed of ['select', 'insert', 'delete', 'commit'] as const) {
    const errors: unknown[] = []
    const rule = { afterDays: 0, now: new Date(Date.now() + day), least: 1 }
    // Of its own: what is asked next must not come upon the connection that was killed.
    const mortal = connect(ownerAddress, { max: 4 })
    await sealHistories(dyingAt(mortal.db, deed), { ...rule, onError: (error) => errors.push(error) })
    await mortal.sql.end({ timeout: 0 })
    expect(errors, deed).toHaveLength(1)
    expect(await counts(), deed).toEqual(before)
  }
  expect(await textEditsOf(app.db, claimId)).toStrictEqual(told)
  expect(await seal()).toBeGreaterThan(0)
  expect(await textEditsOf(app.db, claimId)).toStrictEqual(told)
})

/** The same database, whose connection is killed before a transaction does this for the last time. */
function dyingAt(db: Database, deed: 'select' | 'insert' | 'delete' | 'commit'): Database {
  const transaction: Database['transaction'] = (work, config) =>
    db.transaction(async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      const kill = () => own.database.owner.sql`select pg_terminate_backend(${row?.pid ?? 0})`
      const dying = new Proxy(tx, {
        get(target, name) {
          const found = Reflect.get(target, name, target) as unknown
          if (name !== deed || typeof found !== 'function') return found
          throw new Error(`Killed at ${deed}.`)
        },
      })
      try {
        const done = await work(dying)
        if (deed !== 'commit') return done
      } catch (error) {
        await kill()
        throw error
      }
      await kill()
      throw new Error('Killed at commit.')
    }, config)
  return new Proxy(db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name, target)),
  })
}
