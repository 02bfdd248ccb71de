import { sql } from 'drizzle-orm'
import type { System } from '#server/context.ts'
import { proposeErasure, withdrawErasure } from '#server/history/commands/erasure.ts'
import { addMember } from '#server/identity/commands.ts'
import { createReport } from '#server/reports/commands.ts'
import { systemOver } from '#tests/support/system.ts'
import { deed, firstRow, type Deed, type Looking } from './deed.ts'

/** What each intent on an erasure answers to whom. The stranger's own team has neither the words nor the proposal. */
export const erasureRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
erasure.look         401    401  404      403     200    403     200   200           200 | -    -        -         -        -         -
erasure.confirm      401    401  404      403     200    403     200   200           200 | -    -        -         -        -         -
erasure.propose      401    401  422      403     200    403     200   200           200 | -    -        -         -        -         -
erasure.withdraw     401    401  404      403     200    403     200   200           200 | -    -        -         -        -         -
`

const address = '/team/history/erasure'
let turns = 0

/**
 * One right input for every intent on an erasure, in an order in which somebody may do them all: they look at what somebody
 * else proposed and confirm it, propose another, and withdraw that.
 */
export async function erasureDeeds(server: Looking, reportId: string): Promise<Deed[]> {
  const { teamId } = await firstRow(server, sql`select team_id as "teamId" from report where id = ${reportId}`)
  turns += 1
  const words = (which: string) => `Erase ${which} of turn ${turns}`
  const number = await server.inDatabase(async (db) => {
    const system = systemOver(db)
    const personId = await proposerIn(system, teamId ?? '')
    const ctx = { ...system, actor: { personId, teamId: teamId ?? '', name, roles: [...roles], sessionId: '' } }
    const [open] = await db.execute<{ number: number }>(
      sql`select number from erasure where team_id = ${teamId} and state = 'proposed'`,
    )
    if (open) await withdrawErasure(ctx, { number: open.number })
    // In a report of its own, which no hold keeps.
    const text = `${words('one')}. ${words('other')}.`
    await createReport(ctx, { title: 'A letter', publisher: '', sourceUrl: '', language: 'en', text })
    await proposeErasure(ctx, { words: words('one'), reason: 'X' })
    const [last] = await db.execute<{ number: number }>(
      sql`select max(number) as number from erasure where team_id = ${teamId}`,
    )
    return last?.number ?? 0
  })
  return [
    deed('erasure.look', address, { number: String(number) }),
    deed('erasure.confirm', address, { number: String(number) }),
    deed('erasure.propose', address, { words: words('other'), reason: 'X' }),
    deed('erasure.withdraw', address, { number: String(number + 1) }),
  ]
}

const name = 'Erna Editor'
const roles = ['editor'] as const

/** An editor who is nobody of the tables. */
async function proposerIn(system: System, teamId: string): Promise<string> {
  const [known] = await system.db.execute<{ id: string }>(
    sql`select person_id as id from member where team_id = ${teamId} and name = ${name}`,
  )
  if (known) return known.id
  const email = 'erna@example.org'
  const { personId } = await addMember(system, {
    teamId,
    name,
    email,
    password: 'long enough for this',
    roles: [...roles],
  })
  return personId
}
