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

/**
 * Signs a demo member in, in a browser context of their own, by the form's own request: of the page with the form
 * `sign-in-and-out.spec.ts` tells.
 */
export async function signIn(
  browser: Browser,
  baseURL: string,
  email: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({ baseURL, ...options })
  const form = { email, password: demoPassword }
  const answer = await context.request.post('/sign-in', { headers: { origin: baseURL }, form, maxRedirects: 0 })
  expect(answer.headers()['location']).toBe('/')
  const page = await context.newPage()
  await page.goto('/')
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

/** A text as a page of a replay says that it stood, without whose words they are. */
export const textThen = (page: Page, label: 'Statement' | 'Analysis' | 'Notes'): Promise<string> =>
  page
    .locator(`[data-text="${label.toLowerCase()}"] > *`)
    .evaluateAll((runs) => runs.map(({ lastChild }) => lastChild?.textContent ?? '').join(''))

/** A live text's words, without the names beside others' carets and the hint of an empty one. */
export const wordsIn = (field: Locator): Promise<string> =>
  field.evaluate((element) => {
    const copy = element.cloneNode(true) as Element
    for (const aside of copy.querySelectorAll('.cm-ySelectionCaret, .cm-placeholder')) aside.remove()
    return [...copy.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n')
  })

/** What the page says of its edits. */
export const savedBadge = (page: Page): Locator => page.locator('[data-state][role="status"]')

/**
 * Pulls somebody's cable, and waits until their page knows. A socket that is open outlives what the browser is told of
 * its network here: what is typed before the page closes it would be saved.
 */
export async function pullCable(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await expect(savedBadge(page)).toHaveText('Reconnecting')
}

/** Signs somebody in in another tab of the same browser: all of its tabs share one cookie. */
export async function signInBeside(page: Page, email: string): Promise<void> {
  await page.context().clearCookies()
  const tab = await page.context().newPage()
  await tab.goto('/sign-in')
  await tab.getByLabel('E-mail').fill(email)
  await tab.getByLabel('Password').fill(demoPassword)
  await tab.getByRole('button', { name: 'Sign in' }).click()
  await tab.waitForURL((url) => url.pathname === '/')
  await tab.close()
}

/** Comes back to a tab, as its browser tells the page. */
export const comeBack = (page: Page): Promise<void> =>
  page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))

/** Types in the notes of the open claim, at their end. */
export async function typeInNotes(page: Page, words: string): Promise<void> {
  await liveText(page, 'Notes').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

/** Requests a change of the open claim's words, and leaves another form for one open. */
export async function requestChange(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Request a change' }).last().click()
  const form = page.getByRole('form', { name: 'Request a change' })
  await form.getByLabel('New words').fill('Each side received 391 people')
  await form.getByLabel('Why').fill('The ministry counts one more.')
  await form.getByRole('button', { name: 'Request', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Requested changes' }).getByRole('listitem')).toHaveCount(1)
  await page.getByRole('button', { name: 'Request a change' }).last().click()
  await expect(form).toBeVisible()
}

/** A promise about time, in milliseconds, is looked at with `PLUMBLINE_LONG=1`, on a machine that has nothing else to do. */
export const promptly = (within: number): { timeout?: number } =>
  process.env['PLUMBLINE_LONG'] ? { timeout: within } : {}
