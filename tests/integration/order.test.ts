import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { makeClaim, withdrawClaim } from '#server/claims/commands.ts'
import { moveClaim } from '#server/claims/commands/order.ts'
import { splitClaim } from '#server/claims/commands/split-merge.ts'
import { claimsOf, newestDeeds } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { timeline } from '#server/history/queries.ts'
import { createReport } from '#server/reports/commands.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { ann } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

let database: FreshDatabase
let ctx: Context
let reportId: string
let ids: [string, string, string, string]

beforeAll(async () => {
  database = await freshDatabase()
  const rolesAmong = async () => new Map([[ann.personId, ann.roles]])
  ctx = { ...systemOver(database.app.db), rolesAmong, actor: ann }
})
afterAll(() => database.drop())
beforeEach(async () => {
  const report = { title: 'Order', publisher: '', sourceUrl: '', language: 'en', text: 'One. Two. Three. Four.' }
  reportId = (await createReport(ctx, report)).id
  const make = async () => (await makeClaim(ctx, reportId, { edition: '1', start: '0', end: '3' })).id
  ids = [await make(), await make(), await make(), await make()]
})

const order = async () => (await claimsOf(ctx.db, reportId)).map(({ id }) => id)

it('a claim moved is where it was moved to, 200 times into one gap, beside one that is withdrawn too', async () => {
  const [first, one, other, last] = ids
  await withdrawClaim(ctx, last, { reason: 'Twice.' })
  for (let count = 0; count < 200; count += 1) {
    const [moved, next] = count % 2 === 0 ? [other, one] : [one, other]
    await moveClaim(ctx, moved, { after: first })
    expect(await order()).toEqual([first, moved, next, last])
  }
  for (let count = 0; count < 60; count += 1) {
    const [moved, before] = count % 2 === 0 ? [one, other] : [other, one]
    await moveClaim(ctx, moved, { after: before })
    expect(await order()).toEqual([first, before, moved, last])
  }
  const { items } = await timeline(ctx, { claimId: last })
  expect(items[0]?.sentence).toBe('moved the claim aside, for another in the order')
  await expect(moveClaim(ctx, last, { after: first })).rejects.toThrow('This claim was withdrawn.')
}, 60_000)

it('a claim split off stands behind the one that was split, 100 times', async () => {
  const [first, ...rest] = ids
  const expected = [first, ...rest]
  const { claims } = await workspaceView(ctx, reportId)
  const parts = claims.flatMap(({ id, passages }) => (id === first ? passages.map((each) => `both ${each.id}`) : []))
  for (let count = 0; count < 100; count += 1) {
    const seen = String((await newestDeeds(ctx.db, reportId, [first])).get(first))
    const { id } = await splitClaim(ctx, first, { parts, statement: 'Split', seen })
    expected.splice(1, 0, id)
    expect(await order()).toEqual(expected)
  }
}, 60_000)

it('of claims moved into one gap at once, each that was is there, and who is told to try again can', async () => {
  const [first, one, other, last] = ids
  for (let round = 0; round < 40; round += 1) {
    const moves = await Promise.allSettled([one, other].map((id) => moveClaim(ctx, id, { after: first })))
    for (const [index, move] of moves.entries()) {
      if (move.status === 'fulfilled') continue
      expect(move.reason).toMatchObject({ id: 'changed-since' })
      await moveClaim(ctx, [one, other][index]!, { after: first })
    }
    const [head, ...others] = await order()
    expect([head, others.at(-1)]).toEqual([first, last])
    expect(others.toSorted()).toEqual([one, other, last].toSorted())
  }
}, 60_000)
