import type { Locator, Page } from '@playwright/test'
import { demoPassword } from '#server/demo/team.ts'
import { liveText, savedBadge, wordsIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

/** Presses Tab until the target has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 150; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error('The keyboard never got there.')
}

test('with the keyboard alone: sign in, make a claim, type, attach a source, set a verdict', async ({
  page,
  server,
}) => {
  await page.goto(`${server.baseURL}/sign-in`)
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.type('checker@example.org')
  await tabTo(page, page.getByLabel('Password'))
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: /first stage of prisoner exchange/ }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /first stage/ })).toBeVisible()
  await expect(savedBadge(page)).toHaveText('Saved')

  await page.keyboard.press('c')
  await expect(page.getByLabel('Words in the report')).toBeFocused()
  await page.keyboard.type('610 more will go to each side')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /^Claim \d+$/ })).toBeVisible()
  await expect.poll(() => wordsIn(liveText(page, 'Statement'))).toBe('610 more will go to each side')

  await tabTo(page, liveText(page, 'Statement'))
  await page.keyboard.press('End')
  await page.keyboard.type(' after Friday')
  await expect(savedBadge(page)).toHaveText('Saved')

  await tabTo(page, page.getByLabel('Rating'))
  await page.keyboard.press('u')
  await tabTo(page, page.getByLabel('Reason'))
  await page.keyboard.type('It is only expected.')
  await tabTo(page, page.getByRole('button', { name: 'Set verdict' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('It is only expected.')).toBeVisible()
  // Its form is gone: the focus is where it was.
  await expect(page.getByRole('region', { name: 'Verdict', exact: true })).toBeFocused()

  await tabTo(page, page.getByRole('button', { name: 'Attach a source' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Address (URL)'))
  await page.keyboard.type('https://example.org/stages')
  await tabTo(page, page.getByLabel('Title'))
  await page.keyboard.type('Plan of the stages')
  await tabTo(page, page.getByRole('button', { name: 'Attach', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Plan of the stages').last()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Evidence', exact: true })).toBeFocused()

  await tabTo(page, page.getByRole('button', { name: 'Add a figure' }))
  await page.keyboard.press('Enter')
  const figure = page.getByRole('form', { name: 'Add a figure' })
  await tabTo(page, figure.getByRole('button', { name: 'Save figure' }))
  await page.keyboard.press('Enter')
  await expect(figure.getByLabel('Value')).toBeFocused()
  await page.keyboard.type('610')
  await page.keyboard.press('Enter')
  await expect(figure).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Figures', exact: true })).toBeFocused()

  await page.reload()
  await expect(page.getByText('Unproven').last()).toBeVisible()
  await expect.poll(() => wordsIn(liveText(page, 'Statement'))).toBe('610 more will go to each side after Friday')
})
