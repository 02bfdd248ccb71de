import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { figure, relation } from '#db/schema/claims.ts'
import { addRelation, makeClaim, setFigure, withdrawFigure, withdrawRelation } from '#server/claims/commands.ts'
import { claimAggregate } from '#server/claims/claim.ts'
import { claims } from '#server/claims/store.ts'
import type { Context } from '#server/context.ts'
import { record, type Change } from '#server/history/commands.ts'
import { canonicalBytes, type Json } from '#server/history/canonical-json.ts'
import { eventOf, fold } from '#server/history/fold.ts'
import { deedsOf, saveRows } from '#server/history/store.ts'
import { verifyDatabase } from '#server/history-verify.ts'
import { createReport } from '#server/reports/commands.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { ann } from '#tests/support/cast.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

let database: FreshDatabase
let ctx: Context
let reportId: string

beforeAll(async () => {
  database = await freshDatabase()
  ctx = {
    ...systemOver(database.app.db),
    rolesAmong: async () => new Map([[ann.personId, ann.roles]]),
    actor: ann,
  }
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: 'abcdefghijklmnopqrstuvwxyz' }
  reportId = (await createReport(ctx, report)).id
})

afterAll(() => database.drop())

let made = 0
async function newClaims<Count extends number>(count: Count): Promise<string[]> {
  const ids: string[] = []
  for (let at = 0; at < count; at++) {
    const start = made++ % 25
    ids.push((await makeClaim(ctx, reportId, { edition: '1', start: String(start), end: String(start + 1) })).id)
  }
  return ids
}

const amount = (low: string, more: Record<string, string> = {}) => ({ bound: 'exactly', low, unit: 'people', ...more })

async function figuresOf(claimId: string) {
  return database.app.db.select().from(figure).where(eq(figure.claimId, claimId)).orderBy(figure.addedSeq)
}

async function add(claimId: string, low: string, more: Record<string, string> = {}): Promise<string> {
  await setFigure(ctx, claimId, { ...amount(low, more), seen: '0' })
  return (await figuresOf(claimId)).at(-1)?.id ?? ''
}

async function relationsOf(claimId: string) {
  const { relations } = await workspaceView(ctx, reportId)
  return relations.filter(({ own }) => own.claimId === claimId)
}

it('a relation keeps the figures that were chosen, else the first, whichever is changed later', async () => {
  const [whole, one, other] = (await newClaims(3)) as [string, string, string]
  const all = await add(whole, '390')
  const soldiers = await add(one, '270', { scope: 'soldiers' })
  const civilians = await add(one, '120', { scope: 'civilians' })
  await add(other, '5')
  await addRelation(ctx, whole, { parts: [`${one}:${soldiers}`, `${one}:${civilians}`], note: 'As both sides said' })
  await addRelation(ctx, one, { kind: 'part-of', parts: whole })
  const [sum] = await relationsOf(whole)
  const twice = [one, `${one}:${soldiers}`]
  await expect(addRelation(ctx, whole, { parts: twice })).rejects.toThrow('The same figure was chosen twice.')
  await expect(addRelation(ctx, other, { parts: [whole, `${whole}:`] })).rejects.toThrow('chosen twice')
  expect(sum).toMatchObject({ sentence: '270 + 120 = 390', holds: 'yes', note: 'As both sides said' })
  const [first] = await figuresOf(one)
  await setFigure(ctx, one, { ...amount('400'), figureId: soldiers, seen: String(first?.seq) })
  expect((await relationsOf(one))[0]).toMatchObject({ sentence: '400 cannot be part of 390', holds: 'no' })
  const broken = (await workspaceView(ctx, reportId)).claims.filter((claim) => claim.broken)
  expect(broken.map(({ id }) => id).toSorted()).toEqual([whole, one].toSorted())
  await withdrawFigure(ctx, whole, { figureId: all })
  const number = (await workspaceView(ctx, reportId)).claims.find(({ id }) => id === whole)?.number
  expect((await relationsOf(whole))[0]).toMatchObject({
    sentence: '400 + 120 = ?',
    holds: 'unknown',
    why: `the figure of claim ${number} is no longer there`,
  })
  await expect(addRelation(ctx, one, { kind: 'same-as', figureId: all, parts: other })).rejects.toThrow(
    /is not in that claim any more/u,
  )
})

it('refuses what no relation can be, in a sentence, and changes nothing', async () => {
  const [one, other] = (await newClaims(2)) as [string, string]
  await addRelation(ctx, one, { kind: 'contradicts', parts: other })
  for (const [input, says] of [
    [{ kind: 'sum', parts: other }, /at least two/u],
    [{ kind: 'part-of', parts: [one, other] }, /Choose one claim/u],
    [{ kind: 'same-as' }, /Choose one claim/u],
    [{ kind: 'likes', parts: other }, /Choose a kind/u],
    [{ kind: 'depends-on', parts: one }, /no relation with itself/u],
    [{ kind: 'depends-on', parts: randomUUID() }, /claims of this report/u],
    [{ kind: 'contradicts', parts: other }, /stated already/u],
  ] as const) {
    await expect(addRelation(ctx, one, input), JSON.stringify(input)).rejects.toThrow(says)
  }
  await expect(addRelation(ctx, other, { kind: 'contradicts', parts: one })).rejects.toThrow(/stated already/u)
  const standing = await relationsOf(one)
  expect(standing).toMatchObject([{ sentence: 'stated by hand', holds: 'stated' }])
  await withdrawRelation(ctx, one, { relationId: standing[0]?.id ?? '' })
  await addRelation(ctx, other, { kind: 'contradicts', parts: one })
  for (const [input, says] of [
    [{ stockOrFlow: 'flow', periodFrom: '2025-01-01' }, /when the period ends/u],
    [{ stockOrFlow: 'flow', periodFrom: '2025-01-02', periodTo: '2025-01-01' }, /end on or after/u],
    [{ bound: 'between', high: '999999999999999998', low: '999999999999999999' }, /end at or above/u],
  ] as const) {
    await expect(add(one, '1', input), JSON.stringify(input)).rejects.toThrow(says)
  }
  await expect(add(one, '1', { figureId: 'x y:z' })).rejects.toThrow('This figure is not in the claim.')
  await expect(setFigure(ctx, one, { ...amount('1'), figureId: 'x y:z', seen: '1' })).rejects.toThrow(
    /^Someone changed/u,
  )
  expect(await figuresOf(one)).toEqual([])
})

it('of two deeds at once that would close a circle, far from each other, exactly one stands', async () => {
  for (const kind of ['depends-on', 'part-of']) {
    for (let round = 0; round < 5; round++) {
      const [a, b, c, d] = (await newClaims(4)) as [string, string, string, string]
      await addRelation(ctx, b, { kind, parts: c })
      await addRelation(ctx, d, { kind, parts: a })
      // None of the four claims is named by both.
      const done = await Promise.allSettled([
        addRelation(ctx, a, { kind, parts: b }),
        addRelation(ctx, c, { kind, parts: d }),
      ])
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const refused = done.find((each) => each.status === 'rejected')
      expect(String(refused?.reason)).toMatch(/in a circle|part of itself/u)
    }
  }
})

/** A deed as it was recorded before figures had a scope and relations a note. */
function asBefore(
  claimId: string,
  permission: 'figure.set' | 'relation.add',
  payload: Readonly<Record<string, Json>>,
): Change {
  return {
    subject: { type: 'claim', id: claimId },
    permission,
    async prepare(tx, teamId) {
      const deeds = await deedsOf(tx, { type: 'claim', id: claimId })
      return {
        payload: canonicalBytes(payload),
        async save(entry) {
          const state = claimAggregate.evolve(fold(claimAggregate, deeds), eventOf(entry), entry)
          await saveRows(tx, claims.tables, claimAggregate.rows(claimId, teamId, state), entry.seq)
        },
      }
    },
  }
}

it('what was recorded before still verifies and checks, and the migration gives its rows what replay gives', async () => {
  const [whole, one, other] = (await newClaims(3)) as [string, string, string]
  for (const [claimId, low] of [
    [whole, '390'],
    [one, '270'],
    [other, '120'],
    [one, '271'],
  ] as const) {
    const old = { id: `old-${claimId}`, bound: 'exactly', low, high: '', unit: 'people', asOf: '' }
    await record(ctx, asBefore(claimId, 'figure.set', { figure: old }))
  }
  await record(ctx, asBefore(whole, 'relation.add', { relation: { id: 'old', kind: 'sum', parts: [one, other] } }))
  expect((await relationsOf(whole))[0]).toMatchObject({ sentence: '271 + 120 ≠ 390', holds: 'no', note: '' })

  const { db } = database.owner
  // Only what is old stays: the columns go, and come again as the migration makes them.
  const file = readdirSync('db/migrations').find((name) => name.endsWith('_figures.sql'))
  const statements = readFileSync(`db/migrations/${file}`, 'utf8').split('--> statement-breakpoint')
  const undo = new Error('undo')
  const after = db.transaction(async (tx) => {
    const before = await tx.select().from(figure).where(eq(figure.claimId, one))
    await tx.execute(
      sql`alter table figure drop scope, drop stock_or_flow, drop period_from, drop period_to, drop added_seq`,
    )
    await tx.execute(sql`alter table relation drop figure_id, drop part_figures, drop note`)
    for (const statement of statements) await tx.execute(sql.raw(statement))
    expect(await tx.select().from(figure).where(eq(figure.claimId, one))).toEqual(before)
    const [old] = await tx.select().from(relation).where(eq(relation.id, 'old'))
    expect(old).toMatchObject({ figureId: '', parts: [one, other], partFigures: ['', ''], note: '' })
    throw undo
  })
  await expect(after).rejects.toBe(undo)
  expect((await verifyDatabase(database.owner)).map(({ difference }) => difference)).toEqual([null])
})
