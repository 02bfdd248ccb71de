/*
 * As an auditor: who changed 390 to 380 and back, how the claim stood at each moment, and what differs between two.
 */
import type { Page } from '@playwright/test'
import { liveText, openClaim, savedBadge, signIn, textThen, wordsIn, type Person } from './support/people.ts'
import { expect, test } from './support/server.ts'

const [before, after] = ['Each side received 390 people', 'Each side received 380 people']

/** Puts another letter for the one behind these words in the statement. */
async function change({ page }: Person, from: string, to: string, words: string): Promise<void> {
  const statement = liveText(page, 'Statement')
  await expect.poll(() => wordsIn(statement)).toBe(from)
  await statement.click()
  await page.keyboard.press('Home')
  for (const _ of words) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Delete')
  await page.keyboard.type(to[words.length] ?? '')
  await expect.poll(() => wordsIn(statement)).toBe(to)
  await expect(savedBadge(page)).toHaveText('Saved')
}

const status = (page: Page) => page.getByRole('region', { name: 'Moment' }).getByRole('status')
const slider = (page: Page, name: 'Moment' | 'Compared with') => page.getByRole('slider', { name })
const differences = (page: Page) => page.getByRole('region', { name: 'What differs' })
const wordsOf = (page: Page, writer: string) =>
  page
    .locator(`[data-text="statement"] [title^="${writer}"]`)
    .evaluateAll((runs) => runs.map(({ lastChild }) => lastChild?.textContent ?? ''))

test('an auditor finds who changed a number and back, replays it and compares', async ({ browser, server }) => {
  const [mara, oleh, audit] = (await Promise.all(
    ['checker', 'checker2', 'auditor'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )) as [Person, Person, Person]
  const claimId = await openClaim(mara.page, /Each side received 390 people/)
  await change(mara, before, after, 'Each side received 3')
  await oleh.page.goto(mara.page.url())
  await change(oleh, after, before, 'Each side received 3')
  const verdict = oleh.page.getByRole('form', { name: 'Change verdict' })
  await oleh.page.getByRole('button', { name: 'Change verdict' }).click()
  await verdict.getByLabel('Rating').selectOption('false')
  await verdict.getByLabel('Reason').fill('Nobody counted them.')
  await verdict.getByRole('button', { name: 'Change verdict' }).click()
  await expect(oleh.page.getByText('Nobody counted them.').last()).toBeVisible()

  const { page } = audit
  await test.step('the history leads to the moment of each entry', async () => {
    await page.goto(`/claims/${claimId}/history`)
    const changes = page.locator('[data-kind="claim.write"]').filter({ hasText: 'the statement' })
    const changed = changes.filter({ has: page.getByRole('link', { name: 'Mara Checker' }) }).first()
    await changed.getByRole('link', { name: 'As it stood then' }).click()
    // She may have written it less than a minute before.
    await expect(status(page)).toContainText(/Mara Checker (?:changed|wrote) the statement$/u)
    expect(await textThen(page, 'Statement')).toBe(after)
    expect((await wordsOf(page, 'Mara Checker')).join('')).toBe(after)
  })

  await test.step('and on from there, by button and by key', async () => {
    await page.getByRole('link', { name: 'Next step' }).click()
    await expect(status(page)).toContainText('Oleh Checker changed the statement, removing words of Mara Checker')
    expect(await textThen(page, 'Statement')).toBe(before)
    expect(await wordsOf(page, 'Oleh Checker')).toEqual(['9'])
    await page.getByText(/^Who wrote which words, and when/u).click()
    await expect(page.getByRole('listitem').filter({ hasText: /^Oleh Checker, .*9/u })).toBeVisible()
    const things = page.getByRole('region', { name: 'What stood then' })
    await expect(things).not.toContainText('Nobody counted them.')
    await slider(page, 'Moment').press('ArrowRight')
    await expect(status(page)).toContainText('Oleh Checker set the verdict to False')
    await expect(things).toContainText('Nobody counted them.')
    await slider(page, 'Moment').press('PageDown')
    await expect(things).not.toContainText('Nobody counted them.')
    await expect(status(page)).not.toContainText('verdict to False')
    await slider(page, 'Moment').press('End')
    await expect(status(page)).toContainText('Oleh Checker set the verdict to False')
    await expect(slider(page, 'Moment')).toHaveAttribute('aria-valuetext', /Oleh Checker set the verdict to False$/u)
  })

  await test.step('two moments are compared at an address that can be sent', async () => {
    await page.getByRole('link', { name: 'Compare with another moment' }).click()
    await expect(differences(page).locator('ins')).toContainText(['Nobody counted them.'])
    await slider(page, 'Compared with').press('End')
    await expect(differences(page)).toContainText('Nothing that is shown here differs')
    await slider(page, 'Compared with').press('ArrowLeft')
    await expect(differences(page).locator('ins')).toContainText(['False'])
    await slider(page, 'Compared with').press('ArrowLeft')
    await expect(differences(page).locator('del')).toContainText(['380'])
    await expect(differences(page).locator('ins')).toContainText(['390'])
    const address = page.url()
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto('/')
    await page.goto(address)
    await expect(differences(page).locator('del')).toContainText(['380'])
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.getByRole('link', { name: 'Stop comparing' }).click()
    await expect(differences(page)).toHaveCount(0)
  })

  await test.step('it plays by itself, to the end', async () => {
    await page.getByRole('link', { name: 'Previous step' }).click()
    await expect(status(page)).toContainText('Oleh Checker changed the statement')
    await page.getByRole('button', { name: 'Play' }).click()
    await expect(status(page)).toContainText('Oleh Checker set the verdict to False')
    await expect(page.getByRole('button', { name: 'Play' })).toBeDisabled()
  })
  for (const { context } of [mara, oleh, audit]) await context.close()
})
