import type { Page } from '@playwright/test'
import { demoPassword } from '#server/demo/team.ts'
import { addMember, foundTeam } from '#server/identity/commands.ts'
import { createReport } from '#server/reports/commands.ts'
import { placeHold } from '#server/reports/commands/holds.ts'
import { setRetention } from '#server/reports/commands/retention.ts'
import { systemOver } from '#tests/support/system.ts'
import { expectNothingFound } from './support/axe.ts'
import { signIn, type Person } from './support/people.ts'
import { expect, test } from './support/server.ts'

const rules = (page: Page) => page.getByRole('form', { name: 'What the team asks of a claim' })
const readers = (page: Page) => page.getByRole('form', { name: 'Before your readers' })
const primary = (page: Page) => rules(page).getByRole('checkbox', { name: 'A primary source' })
const reason = (page: Page) => rules(page).getByRole('checkbox', { name: 'A reason for the verdict' })
const sources = (page: Page) => rules(page).getByLabel('How many independent sources at least')
const save = (form: ReturnType<typeof rules>) => form.getByRole('button', { name: /^Save/ })

test('an admin sets the rules of the team: a wrong number is told at its field, and of two who change them none loses a word', async ({
  browser,
  server,
}) => {
  const [one, other] = (await Promise.all([0, 1].map(() => signIn(browser, server.baseURL, 'admin@example.org')))) as [
    Person,
    Person,
  ]
  await one.page.goto('/team')
  await one.page.getByRole('link', { name: 'Settings of the team' }).click()
  await other.page.goto('/settings')
  await expect(rules(one.page).getByRole('checkbox', { name: 'A statement and a verdict' })).toBeDisabled()
  const asked = await primary(one.page).isChecked()

  await primary(one.page).setChecked(!asked)
  await reason(one.page).uncheck()
  await sources(one.page).fill('99')
  await save(rules(one.page)).click()
  await expect(sources(one.page)).toHaveAccessibleDescription('Choose a number from 1 to 10.')
  await expect(sources(one.page)).toBeFocused()
  await expect(reason(one.page)).not.toBeChecked()
  await one.page.getByRole('link', { name: 'Members of the team' }).click()
  await one.page.waitForURL('/team')
  await one.page.goBack()
  await expect(reason(one.page)).not.toBeChecked()
  await expect(sources(one.page)).toHaveValue('99')
  await sources(one.page).fill('3')
  await save(rules(one.page)).click()
  await expect(rules(one.page).getByText('Not sent yet')).toHaveCount(0)
  await expect(rules(one.page).getByRole('status')).toHaveText('Saved')
  await one.page.route('**/settings/deeds', (route) => route.abort())
  await save(rules(one.page)).click()
  await expect(rules(one.page).getByRole('alert')).toBeVisible()
  await expect(rules(one.page).getByRole('status')).toHaveText('')
  await one.page.unroute('**/settings/deeds')
  await expect(reason(one.page)).not.toBeChecked()

  await sources(other.page).fill('1')
  await save(rules(other.page)).click()
  const told = rules(other.page).getByRole('alert')
  await expect(told).toContainText('Somebody changed these settings while you had them open.')
  await expect(told).toContainText('A reason for the verdict: not asked for · ')
  await expect(told).toContainText('Independent sources: at least 3')
  await expect(sources(other.page)).toHaveValue('1')
  await told.getByRole('button', { name: 'Take what stands now' }).click()
  await expect(sources(other.page)).toHaveValue('3')
  await expect(reason(other.page)).not.toBeChecked()
  await Promise.all([one, other].map(({ context }) => context.close()))
})

test('an editor says how long reports are kept; a checker reads the rule, and what is due an auditor', async ({
  browser,
  server,
}) => {
  const [edith, mara, aya] = (await Promise.all(
    ['editor', 'checker', 'auditor'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )) as [Person, Person, Person]
  const kept = (page: Page) => page.getByRole('form', { name: 'Rule for keeping reports' })
  const due = (page: Page) => page.getByRole('heading', { name: 'Reports that the rule asks about' })
  await edith.page.goto('/settings')
  await expect(due(edith.page)).toHaveCount(0)
  await kept(edith.page).getByLabel('How long').fill('2.5')
  await kept(edith.page).getByLabel('Months or years').selectOption('years')
  await kept(edith.page).getByLabel('Why').fill('Our data policy.')
  await save(kept(edith.page)).click()
  await expect(kept(edith.page).getByLabel('How long')).toHaveAccessibleDescription(/Write a whole number/)
  await expect(kept(edith.page).getByLabel('Why')).toHaveValue('Our data policy.')
  await kept(edith.page).getByLabel('How long').fill('2')
  await save(kept(edith.page)).click()
  await expect(edith.page.getByText('A report is due to be looked at 2 years after the last work on it.')).toBeVisible()
  await expect(due(edith.page)).toBeVisible()
  await expect(edith.page.getByText('Nothing is due.')).toBeVisible()

  for (const { page } of [mara, aya]) {
    await page.goto('/settings')
    await expect(page.getByText('A report is due to be looked at 2 years after the last work on it.')).toBeVisible()
    await expect(save(kept(page))).toHaveAccessibleDescription(/Only an editor changes the rule/)
  }
  await expect(due(mara.page)).toHaveCount(0)
  await expect(due(aya.page)).toBeVisible()
  await Promise.all([edith, mara, aya].map(({ context }) => context.close()))
})

test('an editor keeps what is due for longer, what they typed stays, and nobody overrides that unseen', async ({
  browser,
  server,
}) => {
  // A newsroom that has not worked for years.
  await server.inDatabase(async (db) => {
    const then = systemOver(db, () => new Date('2021-01-31T09:00:00Z'))
    const { teamId } = await foundTeam(then, { name: 'Of old' })
    const somebody = { teamId, name: 'Olga Editor', email: 'olga@example.org', roles: ['editor'] }
    const { personId } = await addMember(then, { ...somebody, password: demoPassword })
    const actor = { personId, teamId, name: somebody.name, roles: ['editor'] as const, sessionId: '' }
    const report = { publisher: '', sourceUrl: '', language: 'en', text: 'Taxes rose.' }
    for (const title of ['Budget of 2021', 'Case of 2021']) {
      const { id } = await createReport({ ...then, actor }, { ...report, title })
      if (title.startsWith('Case')) await placeHold({ ...then, actor }, id, { reason: 'A court asks for it.' })
    }
    await setRetention({ ...then, actor }, { amount: '1', unit: 'years', reason: 'Our data policy.', seen: '0' })
  })
  const [olga, late] = (await Promise.all([0, 1].map(() => signIn(browser, server.baseURL, 'olga@example.org')))) as [
    Person,
    Person,
  ]
  for (const { page } of [olga, late]) await page.goto('/settings')
  const item = (title: string, { page }: Person = olga) => page.getByRole('listitem').filter({ hasText: title })
  await expect(item('Budget')).toContainText('Last worked on 2021-01-31, due since 2022-01-31')
  await expect(item('Case')).toContainText('under a legal hold, and not due while that lasts')
  await expect(item('Case')).toContainText('A court asks for it.')
  await expect(olga.page.getByText('A report is never erased as a whole.')).toBeVisible()
  await item('Budget').getByText('Decide about “Budget of 2021”').click()
  await expectNothingFound(olga.page, 'reports that are due')
  const keep = item('Budget').getByRole('form', { name: 'Keep it for longer' })
  await keep.getByLabel('Until').fill('2022-01-01')
  await keep.getByLabel('Why').fill('It is a series.')
  await keep.getByRole('button', { name: 'Keep it for longer' }).click()
  await expect(keep.getByLabel('Until')).toHaveAccessibleDescription(/Choose a day that is still to come/)
  await expect(keep.getByLabel('Why')).toHaveValue('It is a series.')
  await keep.getByLabel('Until').fill('2999-12-31')
  await keep.getByRole('button', { name: 'Keep it for longer' }).click()
  await expect(item('Budget')).toContainText('due again on 2999-12-31')
  await expect(item('Budget')).toContainText('Olga Editor keeps it until 2999-12-31')

  await item('Budget', late).getByText('Decide about “Budget of 2021”').click()
  const review = item('Budget', late).getByRole('form', { name: 'It was looked through' })
  await review.getByLabel('Why').fill('Nothing of it must go.')
  await review.getByRole('button', { name: 'It was looked through' }).click()
  const told = review.getByRole('alert')
  await expect(told).toContainText('Another decision about this report was recorded while you had it open.')
  await expect(told).toContainText('Olga Editor keeps it until 2999-12-31')
  await expect(review.getByLabel('Why')).toHaveValue('Nothing of it must go.')
  await expect(item('Budget', late)).toContainText('due again on 2999-12-31')
  await told.getByRole('button', { name: 'Use mine anyway' }).click()
  await expect(item('Budget', late)).toContainText('Olga Editor looked it through')
  await Promise.all([olga, late].map(({ context }) => context.close()))
})

test('the page for readers is set by an admin, part by part, and read by the whole team', async ({
  browser,
  server,
}) => {
  const [one, other, aya] = (await Promise.all(
    ['admin', 'admin', 'auditor'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )) as [Person, Person, Person]
  await one.page.goto('/settings')
  await other.page.goto('/settings')
  const field = ({ page }: Person, name: string) => readers(page).getByLabel(name)
  await field(one, 'Your own site').fill('our site')
  await save(readers(one.page)).click()
  await expect(field(one, 'Your own site')).toHaveAccessibleDescription(/Write a full address/)
  await expect(field(one, 'Your own site')).toHaveValue('our site')
  await field(one, 'Your own site').fill('https://desk.example')
  await field(one, 'How we check').fill('We **ask** twice.')
  await save(readers(one.page)).click()
  await expect(readers(one.page).getByText('Not sent yet')).toHaveCount(0)
  await expect(readers(one.page).getByText('/p/demo-newsroom')).toBeVisible()

  await other.page.reload()
  await field(one, 'Publisher').fill('The Morning Desk')
  await save(readers(one.page)).click()
  await expect(readers(one.page).getByText('Not sent yet')).toHaveCount(0)
  await field(other, 'Contact').fill('desk@desk.example')
  await save(readers(other.page)).click()
  await expect(readers(other.page).getByRole('alert')).toContainText('Publisher: The Morning Desk')
  await readers(other.page).getByRole('button', { name: 'Save what I changed' }).click()
  await expect(readers(other.page).getByText('Not sent yet')).toHaveCount(0)
  await other.page.reload()
  await expect(field(other, 'Contact')).toHaveValue('desk@desk.example')
  await expect(field(other, 'Publisher')).toHaveValue('The Morning Desk')

  await aya.page.goto('/settings')
  await expect(field(aya, 'How we check')).toHaveValue('We **ask** twice.')
  await expect(field(aya, 'How we check')).toBeDisabled()
  await expect(save(readers(aya.page))).toHaveAccessibleDescription(/Only an admin changes it/)
  await aya.page.setViewportSize({ width: 420, height: 800 })
  await expectNothingFound(aya.page, 'settings, narrow')
  await Promise.all([one, other, aya].map(({ context }) => context.close()))
})
