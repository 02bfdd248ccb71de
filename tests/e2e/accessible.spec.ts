import type { Page } from '@playwright/test'
import { expectNothingFound } from './support/axe.ts'
import { openClaim, requestChange, signIn } from './support/people.ts'
import { resetLink } from './support/letters.ts'
import { expect, test } from './support/server.ts'

/** Looks at a page in the light, and once more in the dark, where only the colours differ. */
async function look(page: Page, where: string): Promise<void> {
  await expectNothingFound(page, where)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expectNothingFound(page, `${where}, dark`, ['color-contrast', 'link-in-text-block'])
  await page.emulateMedia({ colorScheme: 'light' })
}

async function lookAtEach(page: Page, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await page.goto(address)
    await look(page, address)
  }
}

test('axe finds nothing where one signs in, in light and dark', async ({ browser, server }) => {
  const unknown = await browser.newContext()
  const stranger = await unknown.newPage()
  await stranger.goto(`${server.baseURL}/sign-in`)
  await look(stranger, 'sign-in')
  await stranger.getByLabel('E-mail').fill('nobody@example.org')
  await stranger.getByLabel('Password').fill('not the password')
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await expect(stranger.getByRole('alert')).toBeVisible()
  await expectNothingFound(stranger, 'sign-in refused')
  await stranger.goto(`${server.baseURL}/sign-in/forgotten`)
  await look(stranger, 'forgotten')
  await stranger.getByLabel('E-mail').fill('auditor@example.org')
  await stranger.getByRole('button', { name: 'Make the link' }).click()
  await expect(stranger.getByText('If auditor@example.org has an account here')).toBeVisible()
  await expect.poll(() => resetLink(server)).toBeDefined()
  await stranger.goto(`${server.baseURL}${resetLink(server)}`)
  await look(stranger, 'reset')
  await unknown.close()
})

test('axe finds nothing in the workspace, in light and dark', async ({ browser, server }) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /Each side received 390 people/)
  await requestChange(page)
  await look(page, 'workspace with a requested change')
  await page.getByRole('button', { name: 'Back to the claims' }).click()
  await page.getByRole('button', { name: 'Attach a source' }).click()
  await page.getByRole('button', { name: 'Change verdict' }).click()
  await page.getByRole('button', { name: 'More filters' }).click()
  await page.getByRole('button', { name: 'Assign somebody…' }).click()
  await page.getByRole('button', { name: 'Split this claim…' }).click()
  await page.getByRole('button', { name: 'Add a figure' }).click()
  await page.getByLabel('Counted').selectOption('flow')
  await page.getByRole('button', { name: 'Add a relation' }).click()
  await look(page, 'workspace')
  await page.getByRole('button', { name: 'Relations', exact: true }).click()
  await expect(page.getByRole('group', { name: 'The related claims' })).toBeVisible()
  await look(page, 'the picture of the relations')
  await page.keyboard.press('Escape')
  for (const pane of ['Report', 'Claims', 'Claim']) {
    await page.setViewportSize({ width: 420, height: 800 })
    await page.getByRole('radiogroup').getByText(pane, { exact: true }).click()
    await expectNothingFound(page, `workspace, narrow: ${pane}`)
  }
  await context.close()
})

test('axe finds nothing on the pages of a team and of a person, in light and dark', async ({ browser, server }) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await look(page, 'home')
  await lookAtEach(page, [
    '/reports/new',
    '/reports/import',
    '/team',
    '/team/history',
    '/team/history?person=system',
    '/team/history?from=2026-02-30&words=…',
    '/settings',
    '/account',
    '/inbox',
    '/nowhere',
  ])
  await context.close()
})

test('axe finds nothing on the pages of a report and of a claim, in light and dark', async ({ browser, server }) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  const claimId = await openClaim(page, /Each side received 390 people/)
  await requestChange(page)
  const report = new URL(page.url()).pathname
  await lookAtEach(page, [
    `/claims/${claimId}/history`,
    `/claims/${claimId}/replay`,
    `/claims/${claimId}/replay?from=1`,
    `${report}/history`,
    `${report}/changes`,
    `${report}/review`,
    `${report}/review?claim=${claimId}`,
  ])
  await page.goto(`${report}/import`)
  await page.getByLabel('Or paste the table').fill('words,verdict,reason\nEach side,True,\nThe siege was in 2022.,,\n')
  await expect(page.getByRole('row')).toHaveCount(3)
  await look(page, 'import with an error')
  await page.setViewportSize({ width: 420, height: 800 })
  await expectNothingFound(page, 'import, narrow')
  await context.close()
})
