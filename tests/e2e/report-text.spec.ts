import { signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const arabic = 'قال المجلس إن ألف شخص فقدوا منازلهم.'
const title = 'Warehouse'.repeat(32)

test('a report in two scripts with a long title is laid out, read out and copied as it is written', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  const isWithinWindow = () =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
  await page.getByRole('link', { name: 'New report' }).click()
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Text').fill(`The council counted 1,000 people.\n\n${arabic}`)
  await page.getByRole('button', { name: 'Create report' }).click()
  const text = page.getByRole('region', { name: 'Report text' })
  await expect(text).toBeVisible()
  await page.getByText('Make a claim or request a change from words').click()
  for (const words of ['1,000 people', arabic]) {
    await page.getByLabel('Words in the report').fill(words)
    await page.getByRole('button', { name: 'Make a claim', exact: true }).click()
    await expect(text.locator('[data-claims]', { hasText: words })).toBeVisible()
  }

  const directionOf = (words: string, selector: string) =>
    page
      .locator(selector, { hasText: words })
      .first()
      .evaluate((element) => getComputedStyle(element).direction)
  expect(await directionOf('1,000 people', 'p')).toBe('ltr')
  expect(await directionOf(arabic, 'p')).toBe('rtl')
  expect(await directionOf(arabic, '[data-claim] a')).toBe('rtl')
  expect(await directionOf('1,000 people', '[data-claim] a')).toBe('ltr')

  const devTools = await context.newCDPSession(page)
  const { nodes } = await devTools.send('Accessibility.getFullAXTree')
  const spoken = nodes.filter(({ role }) => role?.value === 'StaticText').map(({ name }) => String(name?.value))
  expect(spoken.join('|')).toContain('The council counted | (claim 1:) |1,000 people')
  await text.evaluate((element) => getSelection()?.selectAllChildren(element))
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(`The council counted 1,000 people.\n\n${arabic}`)

  expect(await isWithinWindow()).toBe(true)
  for (const name of [/^Review/u, 'History', 'Plumbline']) {
    await page.getByRole('link', { name }).first().click()
    await expect(page.getByRole('link', { name: title }).first()).toBeVisible()
    expect(await isWithinWindow()).toBe(true)
    if (name !== 'Plumbline') await page.goBack()
  }
  await context.close()
})
