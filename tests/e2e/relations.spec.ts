import type { Page } from '@playwright/test'
import { openClaim, signIn, type Person } from './support/people.ts'
import { expect, test } from './support/server.ts'

async function setFigure(page: Page, opens: string | RegExp, value: string): Promise<void> {
  await page.getByRole('button', { name: opens }).click()
  await page.getByLabel('Value').fill(value)
  await page.getByLabel('Unit').fill('people')
  await page.getByRole('button', { name: 'Save figure' }).click()
}

test('a relation by a chosen figure is seen to break on every screen and in the picture', async ({
  browser,
  server,
}) => {
  const [mara, oleh] = (await Promise.all(
    ['checker', 'checker2'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )) as [Person, Person]
  await openClaim(oleh.page, /390 people/)
  await expect(oleh.page.getByText('270 + 120 = 390').first()).toBeVisible()
  await openClaim(mara.page, /270 troops/)
  await setFigure(mara.page, 'Add a figure', '1,20')
  await expect(mara.page.getByText(/Write the number in digits/).first()).toBeVisible()
  await mara.page.getByLabel('Value').fill('12')
  await mara.page.getByLabel('Counts what, where').fill('officers')
  await mara.page.getByRole('button', { name: 'Save figure' }).click()
  await expect(mara.page.getByText('12 people · officers')).toBeVisible()

  await mara.page.getByRole('button', { name: 'Add a relation' }).click()
  const form = mara.page.getByRole('form', { name: 'Add a relation' })
  await form.getByRole('button', { name: 'Save relation' }).click()
  // Beside the button and at the field; the field of another kind has not been refused.
  const refused = form.getByText('Choose at least two claims that add up.')
  await expect(refused).toHaveCount(2)
  await form.getByLabel('This claim', { exact: true }).selectOption('is part of')
  await expect(form.getByLabel('The whole')).toBeVisible()
  await expect(refused).toHaveCount(0)
  await form.getByRole('button', { name: 'Save relation' }).click()
  await expect(form.getByText('Choose one claim.').first()).toBeVisible()
  await form.getByLabel('By its figure').selectOption('12 people')
  await form.getByLabel('The whole').selectOption({ label: '2 · Each side received 390 people · 390 people' })
  await form.getByLabel('Why').fill('Officers came home too.')
  await form.getByRole('button', { name: 'Save relation' }).click()
  const relations = oleh.page.getByRole('region', { name: 'Relations' })
  await expect(relations.getByText('12 can be part of 390')).toBeVisible()
  await expect(relations.getByText('Officers came home too.')).toBeVisible()

  await setFigure(mara.page, /^Edit the figure 12/, '500')
  await expect(relations.getByText('500 cannot be part of 390')).toBeVisible()
  await expect(oleh.page.getByText('1 relation does not hold', { exact: true })).toBeVisible()
  await oleh.page.getByLabel('Relations that do not hold').check()
  await expect(oleh.page.getByRole('list', { name: 'Claims' }).getByRole('listitem')).toHaveCount(2)

  await oleh.page.getByRole('button', { name: 'Relations', exact: true }).click()
  const picture = oleh.page.getByRole('group', { name: 'The related claims' })
  await expect(picture.getByText('✗ part of')).toBeVisible()
  await setFigure(mara.page, /^Edit the figure 500/, '12')
  await expect(picture.getByText('✗ part of')).toBeHidden()
  await picture.getByRole('link', { name: /^Claim 4 / }).focus()
  await oleh.page.keyboard.press('Enter')
  await expect(picture).toBeHidden()
  await expect(oleh.page.getByRole('heading', { name: 'Claim 4' })).toBeVisible()
  await mara.context.close()
  await oleh.context.close()
})
