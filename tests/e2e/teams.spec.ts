import type { Browser, Page } from '@playwright/test'
import { demoPassword } from '#server/demo/team.ts'
import { comeBack, liveText, openClaim, savedBadge, signIn, typeInNotes, wordsIn } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'

/** Founds a second team, whose admin invites Mara; answers the link. */
async function invitedByNight(browser: Browser, server: RunningServer): Promise<string> {
  const given = ['--team', 'Night desk', '--name', 'Otto Admin', '--email', 'otto@example.org']
  const { printed } = await server.runTool('server/admin-create.ts', ...given)
  const context = await browser.newContext({ baseURL: server.baseURL })
  const page = await context.newPage()
  await page.goto('/sign-in?next=/team')
  await page.getByLabel('E-mail').fill('otto@example.org')
  await page.getByLabel('Password').fill(printed.trim().split('\n').at(-1) ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  const form = page.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('E-mail').fill('checker@example.org')
  await form.getByRole('button', { name: 'Invite' }).click()
  const link = await page.getByLabel('Invitation link').inputValue()
  await context.close()
  return link
}

const inNightDesk = (page: Page) => page.getByText(/This browser is in .+ now; this page was opened in Demo newsroom/u)

test('a page of one team sends nothing while another tab is in another one, and goes on after the way back', async ({
  browser,
  server,
}) => {
  const link = await invitedByNight(browser, server)
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/u)
  const address = page.url()
  await expect(savedBadge(page)).toHaveText('Saved')
  const beside = await context.newPage()
  await beside.goto('/team/history')
  const exported = (await beside.getByRole('link', { name: /^Export \d+ entries$/u }).getAttribute('href')) ?? ''
  await beside.goto(link)
  await beside.getByLabel(/^Your name/u).fill('Mara by night')
  await beside.getByLabel(/^Password/u).fill(demoPassword)
  await beside.getByRole('button', { name: 'Join' }).click()
  await expect(beside.getByText('Mara by night, checker')).toBeVisible()
  await expect(beside.getByRole('link', { name: /prisoner exchange/u })).toHaveCount(0)
  // Nor is the history of the one exported by a link that speaks of the other.
  const answer = await context.request.get(exported)
  expect(answer.status()).toBe(409)
  expect(await answer.text()).toContain('You are in another team in this browser now')

  await expect(inNightDesk(page)).toBeVisible()
  await typeInNotes(page, 'waits')
  await expect(savedBadge(page)).toContainText('Not saved')
  const form = page.getByRole('form', { name: /(Set|Change) verdict/u })
  await form.getByLabel('Rating').selectOption('half-true')
  await form.getByLabel('Reason').fill('Typed by Mara.')
  await form.getByRole('button', { name: /verdict$/u }).click()
  await expect(form.getByRole('alert')).toContainText('You are in another team in this browser now')
  await page.getByRole('button', { name: 'Back to Demo newsroom' }).click()
  await expect(inNightDesk(page)).toHaveCount(0)
  await expect(savedBadge(page)).toHaveText('Saved')
  await form.getByRole('button', { name: /verdict$/u }).click()
  await expect(page.getByText('Typed by Mara.').first()).toBeVisible()

  await beside.goto('/')
  await beside.getByRole('button', { name: 'Team Demo newsroom: choose another' }).click()
  await beside.getByRole('menuitem', { name: /^Night desk/u }).click()
  await expect(beside.getByText('Mara by night, checker')).toBeVisible()
  await comeBack(page)
  await expect(inNightDesk(page)).toBeVisible()
  await beside.goto(address)
  await expect(beside.getByRole('heading', { name: 'This is in Demo newsroom' })).toBeVisible()
  await beside.getByRole('button', { name: 'Go to Demo newsroom' }).click()
  await expect(liveText(beside, 'Notes')).toBeVisible()
  expect(beside.url()).toBe(address)
  await expect.poll(() => wordsIn(liveText(beside, 'Notes'))).toBe('waits')
  await context.close()
})
