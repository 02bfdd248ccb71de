import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context, System } from '#server/context.ts'
import { timeline } from '#server/history/queries.ts'
import {
  acceptInvitation,
  addMember,
  foundTeam,
  makeInvitation,
  withdrawInvitation,
} from '#server/identity/commands.ts'
import { teamView } from '#server/identity/queries.ts'
import type { Role } from '#server/policy/roles.ts'
import { createReport } from '#server/reports/commands.ts'
import { endMembership, giveRolesTo } from '#tests/support/members.ts'
import { freshDatabase, type FreshDatabase } from '#tests/support/postgres.ts'
import { systemOver } from '#tests/support/system.ts'

const password = 'a password of enough letters'

let database: FreshDatabase
let system: System
let ada: Context

beforeAll(async () => {
  database = await freshDatabase()
  system = systemOver(database.app.db)
  const { teamId } = await foundTeam(system, { name: 'Desk' })
  const email = 'ada@example.org'
  const roles: Role[] = ['admin', 'editor']
  const { personId } = await addMember(system, { teamId, name: 'Ada', email, password, roles })
  ada = { ...system, actor: { personId, name: 'Ada', teamId, roles, sessionId: '' } }
  const { token } = await makeInvitation(ada, { email: 'nina@example.org', roles: ['checker', 'editor'] })
  await acceptInvitation(system, token, { name: 'Nina', password })
  await makeInvitation(ada, { email: 'ned@example.org', roles: 'auditor' })
  const [open] = (await teamView(ada)).invitations
  await withdrawInvitation(ada, { invitationId: open?.id })
  const nina = (await teamView(ada)).members.find(({ name }) => name === 'Nina')
  await giveRolesTo(ada, nina?.personId ?? '', ['auditor'])
  await endMembership(ada, nina?.personId ?? '')
  await createReport(ada, { title: 'Budget', publisher: '', sourceUrl: '', language: 'en', text: 'Taxes rose.' })
})
afterAll(() => database.drop())

it('says who did what in the team, with roles before and after', async () => {
  const { items, older, people } = await timeline(ada, { ofTeam: true })
  const told = items.map(({ person, sentence, parts }) => {
    const roles = parts.flatMap(({ words }) => words.map(({ text, change }) => `${change} ${text}`))
    return `${person} ${sentence} (${roles.join(', ')})`
  })
  expect(told).toEqual([
    'Ada brought in the report (added Budget, added en)',
    'Ada removed Nina from the team (removed auditor)',
    'Ada changed the roles of Nina (removed checker and editor, added auditor)',
    'Ada withdrew an invitation to be auditor (removed auditor)',
    'Ada invited somebody as auditor (added auditor)',
    'Nina joined by an invitation of Ada (added checker and editor)',
    'Ada invited somebody as checker and editor (added checker and editor)',
    'Plumbline added Ada (added admin and editor)',
    'Plumbline founded the team “Desk” ()',
  ])
  expect(older).toBeNull()
  expect(people.map(({ name }) => name)).toEqual(['Ada', 'Nina', 'Plumbline'])
  expect(JSON.stringify(items)).not.toMatch(/@|example\.org/u)
})

it('is read by every member, a page at a time, by person and kind, and by nobody of another team', async () => {
  const auditor: Context = { ...ada, actor: { ...ada.actor, roles: ['auditor'] } }
  expect((await timeline(auditor, { ofTeam: true, kind: 'member.change' })).items).toHaveLength(1)
  expect((await timeline(auditor, { ofTeam: true, person: 'system' })).items).toHaveLength(2)
  const [newest] = (await timeline(ada, { ofTeam: true })).items
  expect((await timeline(ada, { ofTeam: true, before: newest?.seq ?? 0 })).items).toHaveLength(8)
  const stranger: Context = { ...ada, actor: { ...ada.actor, roles: [] } }
  await expect(timeline(stranger, { ofTeam: true })).rejects.toThrow('does not allow reading the history')
  const { teamId } = await foundTeam(system, { name: 'Another desk' })
  const elsewhere: Context = { ...ada, actor: { ...ada.actor, teamId } }
  expect((await timeline(elsewhere, { ofTeam: true })).items.map(({ sentence }) => sentence)).toEqual([
    'founded the team “Another desk”',
  ])
})

it('is as long as the team is old', async () => {
  const { teamId } = await foundTeam(system, { name: 'Old desk' })
  const elsewhere: Context = { ...ada, actor: { ...ada.actor, teamId } }
  await addMember(system, { teamId, name: 'Olga', email: 'olga@example.org', password, roles: ['admin'] })
  const [olga] = (await teamView(elsewhere)).members
  const inTeam: Context = { ...elsewhere, actor: { ...elsewhere.actor, personId: olga?.personId ?? '' } }
  for (let count = 0; count < 30; count++) {
    await makeInvitation(inTeam, { email: `new${count}@example.org`, roles: 'checker' })
    const [open] = (await teamView(inTeam)).invitations
    await withdrawInvitation(inTeam, { invitationId: open?.id })
  }
  const first = await timeline(inTeam, { ofTeam: true })
  expect(first.items).toHaveLength(50)
  const rest = await timeline(inTeam, { ofTeam: true, before: first.older ?? 0 })
  expect([rest.items.length, rest.older]).toEqual([12, null])
})
