import type { Browser, BrowserContext, Page } from '@playwright/test'
import { demoPassword } from '#server/demo/team.ts'

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
}

/** Signs a demo member in, in a browser context of their own. */
export async function signIn(browser: Browser, baseURL: string, email: string): Promise<Person> {
  const context = await browser.newContext({ baseURL })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  return { page, context }
}

/** Opens the demo report from the home page. */
export async function openDemoReport(page: Page): Promise<void> {
  await page.getByRole('link', { name: /first stage of prisoner exchange/ }).click()
  await page.waitForURL(/\/reports\//)
}
