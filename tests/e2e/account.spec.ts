import { resetLink } from './support/letters.ts'
import { openClaim, promptly, savedBadge, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const chosen = 'seven grey herons landed'

test('a forgotten password is changed by the link; the old one and the old pages end', async ({ browser, server }) => {
  const { page: work, context: working } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(work, /Each side received 390 people/)
  const context = await browser.newContext({ baseURL: server.baseURL })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Forgotten your password?' }).click()
  // Both pages ask for the address.
  await expect(page.getByRole('heading', { name: 'A new password' })).toBeVisible()
  await page.getByLabel('E-mail').fill('Checker@example.org')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await expect(page.getByText(/has an account here, a link was made. This server sends no mail/)).toBeVisible()
  await expect.poll(() => resetLink(server)).toBeDefined()
  const link = resetLink(server) ?? ''
  await page.goto(link)
  await page.getByLabel('New password').fill('checker-password-1')
  await page.getByRole('button', { name: 'Save the new password' }).click()
  await expect(page.getByRole('alert')).toContainText('A password does not contain “checker”')
  await page.getByLabel('New password').fill(chosen)
  await page.getByRole('button', { name: 'Save the new password' }).click()
  await expect(page.getByText('Your new password is saved. Sign in with it.')).toBeVisible()
  await expect(work.getByText('Your sign-in has ended.')).toBeVisible(promptly(1_500))
  await page.getByLabel('E-mail').fill('checker@example.org')
  await page.getByLabel('Password').fill(chosen)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  expect((await page.goto(link))?.status()).toBe(404)
  await expect(page.getByRole('link', { name: 'Ask for a new link' })).toBeVisible()
  await Promise.all([context.close(), working.close()])
})

test('one’s account shows where one is signed in; a new browser is told of and thrown out, typing stays in the page', async ({
  browser,
  server,
}) => {
  const here = await signIn(browser, server.baseURL, 'checker@example.org')
  const there = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(there.page, /Each side received 390 people/)
  await expect(savedBadge(there.page)).toHaveAttribute('data-state', 'saved')
  await here.page.reload()
  await here.page.getByRole('link', { name: 'New sign-in: was it you?' }).click()
  await expect(here.page.getByRole('listitem').filter({ hasText: 'new browser' })).toHaveCount(1)
  await expect(here.page.getByText('this browser')).toHaveCount(1)
  await here.page.getByRole('button', { name: /^Sign out Chrome/ }).click()
  await expect(there.page.getByText('Your sign-in has ended.')).toBeVisible(promptly(1_500))
  await expect(here.page.getByRole('listitem')).toHaveCount(1)
  await expect(here.page.getByRole('link', { name: 'New sign-in: was it you?' })).toBeHidden()

  await here.page.getByLabel('Your password now').fill('plumbline-demo-x')
  await here.page.getByLabel('New password').fill(chosen)
  await here.page.getByRole('button', { name: 'Change the password' }).click()
  await expect(here.page.getByRole('alert')).toContainText('This is not your password.')
  await expect(here.page.getByLabel('New password')).toHaveValue(chosen)
  await here.page.getByLabel('Your password now').fill('plumbline-demo')
  await here.page.getByRole('button', { name: 'Change the password' }).click()
  await expect(here.page.getByText('Your password is changed.')).toBeVisible()
  await here.page.reload()
  await expect(here.page.getByRole('heading', { name: 'Your account' })).toBeVisible()
  await Promise.all([here.context.close(), there.context.close()])
})
