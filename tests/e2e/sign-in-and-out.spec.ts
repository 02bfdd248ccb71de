import { demoPassword } from '#server/demo/team.ts'
import { signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

test('whoever presses “Sign out” is signed out, and sent to sign in', async ({ browser, server }) => {
  const { page } = await signIn(browser, server.baseURL, 'checker@example.org')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/u)
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('signing in and out needs no script, as before the page has loaded its own', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill('checker@example.org')
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Mara Checker, checker')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})
