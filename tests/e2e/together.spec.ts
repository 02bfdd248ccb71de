import { AxeBuilder } from '@axe-core/playwright'
import { openDemoReport, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

test('what one checker types is saved and seen by the other, and the history names both', async ({
  browser,
  server,
}) => {
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  const other = await signIn(browser, server.baseURL, 'checker2@example.org')
  await openDemoReport(mara.page)
  await mara.page
    .getByRole('link', { name: /270 troops/ })
    .first()
    .click()
  const statement = mara.page.locator('.cm-content').first()
  await expect(statement).toHaveText('270 troops')
  await other.page.goto(mara.page.url())
  const theirs = other.page.locator('.cm-content').first()
  await expect(theirs).toHaveText('270 troops')
  await statement.click()
  await mara.page.keyboard.press('End')
  await mara.page.keyboard.type(' came home')
  await expect(theirs).toHaveText('270 troops came home')
  await theirs.click()
  await other.page.keyboard.press('Home')
  await other.page.keyboard.type('Some ')
  await expect(statement).toHaveText('Some 270 troops came home')
  await expect(mara.page.getByRole('status').filter({ hasText: 'Saved' }).first()).toBeVisible()
  await other.page.reload()
  await expect(other.page.locator('.cm-content').first()).toHaveText('Some 270 troops came home')
  await mara.context.close()
  await other.context.close()
})

test('the sign-in page has nothing that axe objects to', async ({ page, server }) => {
  await page.goto(`${server.baseURL}/sign-in`)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
})
