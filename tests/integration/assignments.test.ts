import { randomBytes, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { assignment } from '#db/schema/claims.ts'
import { assignClaim, changeStage, setDueDate, withdrawAssignment } from '#server/claims/commands.ts'
import type { Context, System } from '#server/context.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { createPasswords } from '#server/identity/password.gateway.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import type { Role } from '#server/policy/roles.ts'
import { reportList } from '#server/reports/queries.ts'
import { workspaceView } from '#server/reports/queries/workspace.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { endMembership, giveRolesTo } from '#tests/support/members.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { startClaim } from '#tests/support/rooms.ts'

let database: FreshDatabase
let system: System
let teamId: string
let ada: Context
let mara: Context
let later = 0

beforeAll(async () => {
  database = await freshDatabase()
  system = {
    db: database.app.db,
    now: () => new Date(Date.now() + later),
    newId: randomUUID,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    passwords: createPasswords(),
    rolesAmong,
    announce: () => {},
    signHistory: async () => {},
  }
  teamId = (await foundTeam(system, { name: 'Desk' })).teamId
  ada = await join('Ada', ['admin'])
  mara = await join('Mara', ['checker'])
})
afterAll(() => database.drop())

async function join(name: string, roles: readonly Role[]): Promise<Context> {
  const person = { name, email: `${name}@example.org`, password: 'a password of enough letters' }
  const { personId } = await addMember(system, { teamId, ...person, roles })
  return { ...system, actor: { personId, name, teamId, roles, sessionId: '' } }
}

const claimOf = async (reportId: string) => (await workspaceView(mara, reportId)).claims[0]
const give = ({ actor }: Context, claimId: string) => assignClaim(mara, claimId, { personId: actor.personId })

it('a claim is unowned until somebody who may check is assigned, and again when they have left', async () => {
  const { reportId, claimId } = await startClaim(mara)
  const oleh = await join('Oleh', ['editor'])
  const counts = async () => (await reportList(mara)).find(({ id }) => id === reportId)
  expect(await claimOf(reportId)).toMatchObject({ unowned: true, assignees: [] })
  expect(await counts()).toMatchObject({ total: 1, unowned: 1 })
  await give(oleh, claimId)
  const { personId } = oleh.actor
  expect(await claimOf(reportId)).toMatchObject({ unowned: false, assignees: [{ name: 'Oleh', now: 'checks' }] })
  expect(await counts()).toMatchObject({ unowned: 0 })
  await giveRolesTo(ada, personId, ['auditor'])
  expect(await claimOf(reportId)).toMatchObject({ unowned: true, assignees: [{ now: 'reads' }] })
  await endMembership(ada, personId)
  expect(await claimOf(reportId)).toMatchObject({ unowned: true, assignees: [{ name: 'Oleh', now: 'left' }] })
  expect(await counts()).toMatchObject({ unowned: 1 })
  await withdrawAssignment(mara, claimId, { personId })
  expect(await claimOf(reportId)).toMatchObject({ assignees: [] })
  await expect(give(oleh, claimId)).rejects.toThrow('Only a member who may check claims can be assigned.')
})

it('only somebody who may check is assigned', async () => {
  const { claimId } = await startClaim(mara)
  const aya = await join('Aya', ['auditor'])
  for (const who of [aya, ada]) await expect(give(who, claimId)).rejects.toThrow('Only a member who may check')
  await expect(assignClaim(mara, claimId, { personId: 'nobody' })).rejects.toThrow('Only a member who may check')
  await expect(assignClaim(aya, claimId, { personId: mara.actor.personId })).rejects.toThrow('Your role')
})

it('whoever is removed at the same moment is assigned before that or not at all', async () => {
  const claims = await Promise.all(Array.from({ length: 5 }, () => startClaim(mara)))
  for (const [index, { claimId }] of claims.entries()) {
    const who = await join(`Ned${index}`, ['checker'])
    const { personId } = who.actor
    const [given] = await Promise.allSettled([give(who, claimId), endMembership(ada, personId)])
    const rows = await system.db.select().from(assignment).where(eq(assignment.claimId, claimId))
    expect(rows).toHaveLength(given.status === 'fulfilled' ? 1 : 0)
    const { seq } = (
      await database.app.sql<{ seq: string }[]>`
      select seq from member where person_id = ${personId}`
    )[0] ?? { seq: '0' }
    for (const row of rows) expect(row.seq).toBeLessThan(Number(seq))
  }
})

it('a due date that has passed makes a claim overdue until it is in review', async () => {
  const { reportId, claimId } = await startClaim(mara)
  const today = system.now().toISOString().slice(0, 10)
  await setDueDate(mara, claimId, { dueOn: today, seen: '0' })
  expect(await claimOf(reportId)).toMatchObject({ dueOn: today, overdue: false })
  later = 25 * 60 * 60_000
  expect(await claimOf(reportId)).toMatchObject({ overdue: true })
  await changeStage(mara, claimId, { to: 'checking' })
  await submitClaim(mara, claimId, {})
  expect(await claimOf(reportId)).toMatchObject({ overdue: false })
  later = 0
})
