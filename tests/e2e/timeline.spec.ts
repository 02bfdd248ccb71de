import type { Page } from '@playwright/test'
import { liveText, openClaim, savedBadge, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const items = (page: Page) => page.locator('li[data-seq]')
const filters = (page: Page) => page.getByRole('form', { name: 'Filter the history' })

/** Shows what the filters ask for, and waits until the address says so. */
async function show(page: Page, address: RegExp): Promise<void> {
  await filters(page).getByRole('button', { name: 'Show' }).click()
  await page.waitForURL(address)
}

test('an auditor finds who changed a number, by words, person, kind and days, and follows the plot', async ({
  browser,
  server,
}) => {
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  const claimId = await openClaim(mara.page, /Each side received 390 people/)
  const statement = liveText(mara.page, 'Statement')
  await statement.click()
  await mara.page.keyboard.press('Control+Home')
  for (let count = 0; count < 'Each side received 39'.length; count += 1) await mara.page.keyboard.press('ArrowRight')
  await mara.page.keyboard.press('Backspace')
  await mara.page.keyboard.type('8')
  await expect(statement).toHaveText(/Each side received 380 people/)
  await expect(savedBadge(mara.page)).toHaveText('Saved')

  const { page, context } = await signIn(browser, server.baseURL, 'auditor@example.org')
  await page.goto('/team/history')
  await test.step('by words', async () => {
    await filters(page).getByLabel('Words').fill('380')
    await show(page, /words=380/u)
    await expect(items(page)).toHaveCount(1)
    await expect(items(page)).toContainText('Each side received 380 people')
    await expect(items(page).getByRole('link', { name: /prisoner exchange/u })).toBeVisible()
  })
  await test.step('by person, from their name', async () => {
    await items(page).getByRole('link').first().click()
    await page.waitForURL(/person=/u)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^What .+ did$/u)
    await expect(items(page).first()).toContainText('Each side received 380 people')
  })
  await test.step('by kind', async () => {
    await filters(page).getByLabel('Kind').selectOption({ label: 'Wrote' })
    await show(page, /kind=claim\.write/u)
    // The address says so before the page does.
    await expect(items(page).and(page.locator(':not([data-kind="claim.write"])'))).toHaveCount(0)
    await expect(items(page).first()).toContainText('Each side received 380 people')
  })
  await test.step('by days that the plot leads to', async () => {
    const plot = page.getByRole('region', { name: 'Entries over time' })
    const day = new Date().toISOString().slice(0, 10)
    await plot.locator(`[data-from="${day}"]`).click()
    await page.waitForURL(new RegExp(`from=${day}&to=${day}`, 'u'))
    await expect(filters(page).getByLabel('From')).toHaveValue(day)
    await expect(items(page).first()).toContainText('Each side received 380 people')
    await plot.getByText('The plot as a table').click()
    await expect(plot.getByRole('row').nth(1)).toContainText(day)
  })
  await test.step('what cannot be is said at its field, with all that was chosen', async () => {
    await page.goto(`/claims/${claimId}/history?words=390&from=2026-05-02&to=2026-05-01`)
    await expect(page.getByText('The last day is before the first one.')).toBeVisible()
    await expect(filters(page).getByLabel('Words')).toHaveValue('390')
    await expect(filters(page).getByLabel('From')).toHaveValue('2026-05-02')
    await expect(items(page)).toHaveCount(0)
    expect((await page.request.get('/team/history?from=2026-02-30')).status()).toBe(422)
    expect((await page.request.get('/team/history?from=2020-02-29')).status()).toBe(200)
  })
  await context.close()
  await mara.context.close()
})
