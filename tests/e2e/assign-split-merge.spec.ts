import type { Page } from '@playwright/test'
import { liveText, openClaim, signIn, wordsIn, type Person } from './support/people.ts'
import { expect, test } from './support/server.ts'

const row = (page: Page, words: RegExp | string) =>
  page.getByRole('list', { name: 'Claims', exact: true }).getByRole('listitem').filter({ hasText: words })
const bar = (page: Page) => page.getByRole('region', { name: 'Who checks it, until when' })

test('a claim is assigned, dated and found among mine; split and merged while another looks on', async ({
  browser,
  server,
}) => {
  const [mara, oleh] = (await Promise.all(
    ['checker', 'checker2'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )) as [Person, Person]
  const civilians = await openClaim(mara.page, /120 civilians/u)
  await oleh.page.goto(mara.page.url())
  const { page } = mara

  await test.step('who is on which claim is told in the list', async () => {
    const face = row(oleh.page, '120 civilians').getByRole('img', { name: /^On claim/u })
    await expect(face).toHaveAccessibleName('On claim 5 now: Mara Checker')
  })

  await test.step('assigned in one click and by key, to others by name, with a due date', async () => {
    await expect(row(oleh.page, '120 civilians')).toContainText('Unowned')
    await bar(page).getByRole('button', { name: 'Assign to me' }).click()
    await expect(row(oleh.page, '120 civilians')).toContainText('Assigned to Mara Checker')
    await oleh.page.locator('[data-claim-pane]').focus()
    await oleh.page.keyboard.press('a')
    await expect(row(page, '120 civilians')).toContainText('Assigned to Mara Checker, Oleh Checker')
    await bar(page).getByRole('button', { name: 'Set a due date…' }).click()
    await page.getByLabel('Due on').fill('2025-06-01')
    await page.getByRole('button', { name: 'Save due date' }).click()
    await expect(row(oleh.page, '120 civilians')).toContainText('Overdue since 2025-06-01')
  })

  await test.step('only mine, of a priority', async () => {
    await page.getByLabel('Mine').check()
    await expect(row(page, '120 civilians')).toBeVisible()
    await expect(row(page, '270 troops')).toHaveCount(0)
    await page.getByRole('button', { name: 'More filters' }).click()
    await page.getByLabel('Priority', { exact: true }).first().selectOption('urgent')
    await expect(row(page, '120 civilians')).toHaveCount(0)
    await expect(row(page, 'more than 60,000 people')).toBeVisible()
    await page.getByLabel('Priority', { exact: true }).first().selectOption('')
    await page.getByLabel('Mine').uncheck()
  })

  await test.step('a claim is split', async () => {
    await row(page, 'captives were taken').getByRole('link').first().click()
    await expect(liveText(page, 'Statement')).toHaveText(/captives were taken/u)
    await page.getByRole('button', { name: 'Split this claim…' }).click()
    const form = page.getByRole('form', { name: 'Split this claim' })
    await form.getByLabel('“The siege was in 2022”').selectOption('Goes to the new claim')
    await expect(form.getByLabel('Statement of the new claim')).toHaveValue('The siege was in 2022')
    await form.getByRole('button', { name: 'Split', exact: true }).click()
    await expect.poll(() => wordsIn(liveText(page, 'Statement'))).toBe('The siege was in 2022')
    await expect(page.getByText('This claim was split off')).toBeVisible()
    await expect(row(oleh.page, 'The siege was in 2022')).toBeVisible()
  })

  await test.step('a claim is merged into another, with its texts to copy there', async () => {
    await row(page, '120 civilians').getByRole('link').first().click()
    await expect.poll(() => wordsIn(liveText(page, 'Statement'))).toBe('120 civilians')
    await page.getByRole('button', { name: 'Merge into another claim…' }).click()
    const form = page.getByRole('form', { name: 'Merge this claim into another' })
    await form.getByLabel('Merge into').selectOption({ label: '4 · 270 troops' })
    await form.getByRole('button', { name: 'Merge', exact: true }).click()
    await expect.poll(() => wordsIn(liveText(page, 'Statement'))).toBe('270 troops')
    await page.getByText(/^Merged from claim \d+: its texts$/u).click()
    await expect(page.getByRole('textbox', { name: /^Statement of claim \d+/u })).toHaveValue('120 civilians')
    await expect(page.getByText('“120 civilians”', { exact: true })).toBeVisible()
    await expect(oleh.page.getByText('This claim was merged into')).toBeVisible()
    expect(new URL(oleh.page.url()).searchParams.get('claim')).toBe(civilians)
    await expect(oleh.page.getByText('This claim was withdrawn, so its texts are closed.')).toBeVisible()
    await oleh.page.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(row(page, '120 civilians')).toBeVisible()
  })
  for (const { context } of [mara, oleh]) await context.close()
})
