import type { Locator } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'
import { openDemoReport, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

/** A live text's words, without the names beside others' carets. */
const words = (field: Locator) =>
  field.evaluate((element) => {
    const copy = element.cloneNode(true) as Element
    for (const caret of copy.querySelectorAll('.cm-ySelectionCaret')) caret.remove()
    return copy.textContent
  })

test('what one checker types is saved and seen by the other', async ({ browser, server }) => {
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  const other = await signIn(browser, server.baseURL, 'checker2@example.org')
  await openDemoReport(mara.page)
  await mara.page
    .getByRole('link', { name: /270 troops/ })
    .first()
    .click()
  const statement = mara.page.locator('.cm-content').first()
  await expect.poll(() => words(statement)).toBe('270 troops')
  await other.page.goto(mara.page.url())
  const theirs = other.page.locator('.cm-content').first()
  await expect.poll(() => words(theirs)).toBe('270 troops')
  await statement.click()
  await mara.page.keyboard.press('End')
  await mara.page.keyboard.type(' came home')
  await expect.poll(() => words(theirs)).toBe('270 troops came home')
  await theirs.click()
  await other.page.keyboard.press('Home')
  await other.page.keyboard.type('Some ')
  await expect.poll(() => words(statement)).toBe('Some 270 troops came home')
  await expect(mara.page.getByRole('status').filter({ hasText: 'Saved' }).first()).toBeVisible()
  await other.page.reload()
  await expect.poll(() => words(theirs)).toBe('Some 270 troops came home')
  await mara.context.close()
  await other.context.close()
})

test('the sign-in page has nothing that axe objects to', async ({ page, server }) => {
  await page.goto(`${server.baseURL}/sign-in`)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
})
