/* What goes on while words are erased: nobody is held up by whoever may not, no limit of time ends it, and no export lies. */
import { sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { makeClaim } from '#server/claims/commands.ts'
import type { Context } from '#server/context.ts'
import { confirmErasure, lookAtErasure, proposeErasure } from '#server/history/commands/erasure.ts'
import { bundleOf } from '#server/history/queries/bundle.ts'
import { createReport } from '#server/reports/commands.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { desk, premises, type Desk } from '#tests/support/desk.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'
import { signedElsewhere, signing, signingFolder } from '#tests/support/signing.ts'

const own = premises()
let team: Desk
let claimId: string

const sign = () => signing(own.database.app.db)(team.ada.actor.teamId)
const propose = (ctx: Context, words: string) => proposeErasure(ctx, { words, reason: 'A court ordered it.' })

beforeAll(async () => {
  team = await desk(own.server)
  const report = { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: 'Taxes rose, said Kanarie.' }
  const { id: reportId } = await createReport(team.mara, report)
  ;({ id: claimId } = await makeClaim(team.mara, reportId, { edition: '1', start: '0', end: '25' }))
})

it('whoever may not do it holds nobody up, and looks through nothing', async () => {
  const begin = () => expect.unreachable('It began to erase.')
  const db = Object.assign(Object.create(team.mara.db) as typeof team.mara.db, { transaction: begin, select: begin })
  const mara = { ...team.mara, db }
  const one = { number: 1 }
  for (const attempt of [propose(mara, 'Kanarie'), lookAtErasure(mara, one), confirmErasure(mara, one)])
    await expect(attempt).rejects.toMatchObject({ id: 'forbidden' })
})

it('however long the history is, no limit of time ends it half-way', async () => {
  let limits: readonly Record<string, unknown>[] = []
  const rolesAmong: Context['rolesAmong'] = async (tx, ...asked) => {
    limits = await tx.execute(sql`select name, setting from pg_settings
      where name ~ '^(statement|lock|idle_in_transaction_session)_timeout$' order by name`)
    return team.edith.rolesAmong(tx, ...asked)
  }
  await propose(team.ada, 'Kanarie')
  await confirmSeen({ ...team.edith, rolesAmong }, 1)
  const names = ['idle_in_transaction_session_timeout', 'lock_timeout', 'statement_timeout']
  expect(limits).toEqual(names.map((name) => ({ name, setting: '0' })))
})

it('an export breaks off when words are erased while it is made: it could not be checked', async () => {
  const words = 'Wachtel Vogelsang'
  await startThread(team.oleh, claimId, { on: 'claim', words })
  const aya = await team.join('Aya', 'auditor')
  await sign()
  const begun = () =>
    bundleOf(aya, signingFolder(), { scope: { type: 'claim', id: claimId }, earlier: null }, new Uint8Array())
  const files = (await begun()).files[Symbol.asyncIterator]()
  await files.next()
  await propose(team.ada, words)
  const { signHistory: _, ...others } = team.edith
  await confirmSeen({ ...others, signHistory: signedElsewhere }, 2)
  const rest = async () => {
    while (!(await files.next()).done);
  }
  await expect(rest()).rejects.toThrow('erased while')
  // What was signed last does not say yet that they were.
  await expect(begun()).rejects.toMatchObject({ id: 'unavailable' })
  await sign()
  await expect(begun()).resolves.toBeDefined()
})
