import {
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test'
import { demoPassword } from '#server/demo/team.ts'

export interface Person {
  readonly page: Page
  readonly context: BrowserContext
}

/** Signs a demo member in, in a browser context of their own. */
export async function signIn(
  browser: Browser,
  baseURL: string,
  email: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({ baseURL, ...options })
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

/** Opens the demo report's claim with this statement; answers its id. */
export async function openClaim(page: Page, statement: RegExp): Promise<string> {
  await openDemoReport(page)
  await page.getByRole('link', { name: statement }).first().click()
  await expect(liveText(page, 'Statement')).toHaveText(statement)
  return new URL(page.url()).searchParams.get('claim') ?? ''
}

/** A live text of the open claim. */
export const liveText = (page: Page, label: 'Statement' | 'Analysis' | 'Notes'): Locator =>
  page.getByRole('textbox', { name: label, exact: true })

/** A live text's words, without the names beside others' carets and the hint of an empty one. */
export const wordsIn = (field: Locator): Promise<string> =>
  field.evaluate((element) => {
    const copy = element.cloneNode(true) as Element
    for (const aside of copy.querySelectorAll('.cm-ySelectionCaret, .cm-placeholder')) aside.remove()
    return [...copy.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n')
  })

/** What the page says of its edits. */
export const savedBadge = (page: Page): Locator => page.locator('[data-state][role="status"]')
