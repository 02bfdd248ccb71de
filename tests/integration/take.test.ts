/*
 * Taking a history out is a read that is recorded: who, what, as of which checkpoint, before the first byte leaves.
 */
import { asc, eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { entry } from '#db/schema/history.ts'
import { classifyClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { archived } from '#server/history/archive.gateway.ts'
import type { BundleScope } from '#server/history/bundle.ts'
import { confirmErasure, lookAtErasure, proposeErasure } from '#server/history/commands/erasure.ts'
import { takeHistory } from '#server/history/commands/take.ts'
import { timeline } from '#server/history/queries.ts'
import { bundledVerifier } from '#server/bundle-verifier.mjs'
import { createReport } from '#server/reports/commands.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { desk, premises, type Desk } from '#tests/support/desk.ts'
import { inEmptyFolder, unpacked, verify } from '#tests/support/exported.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { signing, signingFolder } from '#tests/support/signing.ts'

const own = premises()
let team: Desk
let aya: Context
let teamId: string
let scopes: Readonly<Record<BundleScope['type'], BundleScope>>

beforeEach(async () => {
  team = await desk(own.server)
  aya = { ...(await team.join('Aya', 'auditor')), signHistory: signing(own.database.app.db) }
  ;({ teamId } = aya.actor)
  const { reportId, claimId } = await startClaim(team.mara)
  scopes = {
    team: { type: 'team', id: teamId },
    report: { type: 'report', id: reportId },
    claim: { type: 'claim', id: claimId },
  }
})

const take = (ctx: Context, scope: BundleScope, earlier: number | null = null) =>
  takeHistory(ctx, signingFolder(), { scope, earlier }, new Uint8Array())
const entries = () => own.database.owner.db.select().from(entry).where(eq(entry.teamId, teamId)).orderBy(asc(entry.seq))
const takings = async () => (await entries()).filter(({ kind }) => kind === 'history.take')

it.each(['team', 'report', 'claim'] as const)(
  'who takes the history of a %s out is recorded before it leaves',
  async (type) => {
    const head = (await entries()).length
    const { size } = await take(aya, scopes[type])
    // Nothing of the files is made yet.
    const [taken, ...others] = await takings()
    expect(others).toEqual([])
    expect(size).toBe(head)
    const { id } = scopes[type]
    expect(taken).toMatchObject({ actor: aya.actor.personId, subjectType: type, subjectId: id, seq: head + 1 })
    expect(JSON.parse(new TextDecoder().decode(taken?.payload))).toEqual({ upTo: head })
    const query = { team: { ofTeam: true }, report: { reportId: id }, claim: { claimId: id } }[type]
    const { items } = await timeline(team.mara, { ...query, kind: 'history.take' })
    expect(items.map(({ person, sentence }) => `${person} ${sentence}`)).toEqual([
      `Aya took out the history of the ${type}, as it was up to entry ${head}`,
    ])
  },
)

it('the same person is recorded once in an hour for the same, and again after it; somebody else, or another thing, anew', async () => {
  const at = (ctx: Context, minutes: number) => ({ ...ctx, now: () => new Date(Date.now() + minutes * 60_000) })
  for (const minutes of [0, 1, 59]) await take(at(aya, minutes), scopes.report)
  expect(await takings()).toHaveLength(1)
  await take(at(team.mara, 59), scopes.report)
  await take(at(aya, 59), scopes.claim)
  expect(await takings()).toHaveLength(3)
  await take(at(aya, 61), scopes.report)
  expect((await takings()).map(({ actor }) => actor === aya.actor.personId)).toEqual([true, false, true, true])
})

it('what is taken out again with more in it is recorded anew, however soon', async () => {
  const once = await take(aya, scopes.team)
  await take(team.mara, scopes.team)
  // All that is in it more is that they took it.
  await take(aya, scopes.team)
  expect((await takings()).map(({ actor }) => actor)).toEqual([aya, team.mara].map(({ actor }) => actor.personId))
  await classifyClaim(team.mara, scopes.claim.id, { priority: 'high', tags: '', seen: '0' })
  const again = await take(aya, scopes.team)
  const upTo = (await takings()).map(({ payload }) => JSON.parse(new TextDecoder().decode(payload)))
  expect(upTo.at(-1)).toEqual({ upTo: again.size })
  expect(upTo).toHaveLength(3)
  expect(again.size).toBeGreaterThan(once.size)

  // What was recorded elsewhere is not in it.
  await take(aya, scopes.claim)
  const text = { publisher: '', sourceUrl: '', language: 'en', text: 'Prices fell.' }
  await createReport(team.mara, { title: 'Another', ...text })
  await take(aya, scopes.claim)
  expect(await takings()).toHaveLength(4)
})

it('what is recorded while a history is taken out is not in it: it is news to the next taking, and to that alone', async () => {
  let seen = 0
  const meanwhile = async (id: string) => {
    await aya.signHistory(id)
    const classes = { priority: 'high', tags: `after ${seen}`, seen: String(seen) }
    ;({ seq: seen } = await classifyClaim(team.mara, scopes.claim.id, classes))
  }
  const slow = { ...aya, signHistory: meanwhile }
  const rounds = [
    [slow, 1],
    [slow, 2],
    [aya, 3],
    [slow, 3],
    [aya, 4],
    [aya, 4],
  ] as const
  for (const [ctx, count] of rounds) {
    await take(ctx, scopes.claim)
    expect(await takings()).toHaveLength(count)
  }
})

it('what is taken out again without words that were erased since is recorded anew', async () => {
  await startThread(team.mara, scopes.claim.id, { on: 'claim', words: 'Kanarie said so.' })
  const once = await take(aya, scopes.claim)
  await proposeErasure(team.edith, { words: 'Kanarie', reason: 'She asked for it.' })
  const { ada } = team
  await lookAtErasure(ada, { number: 1 })
  await confirmErasure(ada, { number: 1 })
  const { size } = await take(aya, scopes.claim)
  expect(size).toBeGreaterThan(once.size)
  expect(await takings()).toHaveLength(2)
})

it('what was taken out is whole without the entry that says so, and comes out verified, also the next time', async () => {
  const { report } = scopes
  for (const round of [1, 2]) {
    const { size, ...bundle } = await takeHistory(
      aya,
      signingFolder(),
      { scope: report, earlier: null },
      await bundledVerifier(),
    )
    const bytes = new Uint8Array(await new Response(archived({ size, ...bundle }, async () => true)).arrayBuffer())
    await inEmptyFolder((folder) => {
      const said = verify(unpacked(bytes, folder), '.')
      expect(said).toMatchObject({ code: 0 })
      expect(said.out).toContain(`${size} entries`)
    })
    expect(await takings(), `round ${round}`).toHaveLength(1)
  }
})

it('what is refused is not recorded', async () => {
  const elsewhere = (await desk(own.server)).edith
  for (const scope of Object.values(scopes)) {
    await expect(take(elsewhere, scope)).rejects.toMatchObject({ id: 'not-found' })
  }
  await expect(take(aya, scopes.team, 1_000_000)).rejects.toMatchObject({ id: 'invalid' })
  const nobody = { ...aya, actor: { ...aya.actor, roles: [] } }
  await expect(take(nobody, scopes.team)).rejects.toMatchObject({ id: 'forbidden' })
  expect(await takings()).toEqual([])
})

it('what cannot be recorded is not taken out, and whoever wanted it is told', async () => {
  const away = Object.assign(new Error('terminating connection'), { code: '57P01' })
  const transaction = () => Promise.reject(away)
  const db = Object.assign(Object.create(aya.db) as Context['db'], { transaction })
  await expect(take({ ...aya, db }, scopes.report)).rejects.toMatchObject({
    id: 'unavailable',
    message: expect.stringContaining('Nothing was exported'),
  })
  expect(await takings()).toEqual([])
})
