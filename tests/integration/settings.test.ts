import { beforeAll, expect, it } from 'vitest'
import { demoTeamPage } from '#server/demo/team.ts'
import { setTeamPage } from '#server/publication/commands.ts'
import { setTeamRules } from '#server/review/commands/rules.ts'
import { settingsView } from '#server/review/queries/settings.ts'
import { premises } from '#tests/support/desk.ts'
import { newsroom, type Newsroom } from '#tests/support/newsroom.ts'

const own = premises()
let team: Newsroom

beforeAll(async () => {
  team = await newsroom(own.server)
})

it('the settings are the standard ones until an admin says otherwise, and all may read them', async () => {
  const before = await settingsView(team.mara)
  expect(before).toMatchObject({ page: null, rulesSeq: 0, mayChange: false })
  expect(before.rules.find(({ rule }) => rule === 'sources')).toMatchObject({ on: true, minimum: 2, isFixed: false })
  const { seq } = await setTeamRules(team.ada, { 'sources.minimum': '3', 'quorum.minimum': '2', seen: '0' })
  const { rules, rulesSeq, mayChange } = await settingsView(team.ada)
  expect([rulesSeq, mayChange]).toEqual([seq, true])
  const asked = rules.filter(({ on }) => on).map(({ rule, minimum }) => [rule, minimum])
  // What every team asks for is asked for, whatever the form says.
  expect(asked).toEqual([
    ['complete', 0],
    ['limits', 0],
    ['quorum', 2],
  ])
  await expect(setTeamRules(team.ada, { 'sources.minimum': '3', 'quorum.minimum': '2', seen: '0' })).rejects.toThrow(
    'Somebody changed these settings',
  )
})

it('a public address belongs to one team, for good', async () => {
  const page = { ...demoTeamPage, slug: 'one-of-us' }
  const { seq } = await setTeamPage(team.ada, { ...page, seen: '0' })
  const { ada } = await newsroom(own.server)
  await expect(setTeamPage(ada, { ...page, seen: '0' })).rejects.toMatchObject({
    fields: { slug: 'Another team has this address. Choose another one.' },
  })
  await expect(setTeamPage(team.ada, { ...page, slug: 'another', seen: String(seq) })).rejects.toMatchObject({
    fields: { slug: 'The public address stays as it is: readers and links know it.' },
  })
  await setTeamPage(team.ada, { ...page, contact: 'desk@example.org', seen: String(seq) })
  expect((await settingsView(team.mara)).page).toMatchObject({ slug: 'one-of-us', contact: 'desk@example.org' })
  await expect(setTeamPage(ada, { ...page, slug: 'Not one', seen: '0' })).rejects.toMatchObject({
    fields: { slug: 'Use small letters, digits and single hyphens.' },
  })
})
