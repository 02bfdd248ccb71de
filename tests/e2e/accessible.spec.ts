import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { openClaim, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

async function expectNothingFound(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join('; ')}`,
  )
  expect.soft(found, where).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ browser, server }) => {
    test.setTimeout(120_000)
    const unknown = await browser.newContext({ colorScheme })
    const stranger = await unknown.newPage()
    await stranger.goto(`${server.baseURL}/sign-in`)
    await expectNothingFound(stranger, 'sign-in')
    await stranger.getByLabel('E-mail').fill('nobody@example.org')
    await stranger.getByLabel('Password').fill('not the password')
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    await expect(stranger.getByRole('alert')).toBeVisible()
    await expectNothingFound(stranger, 'sign-in refused')
    await unknown.close()

    const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org', { colorScheme })
    await expectNothingFound(page, 'home')
    const claimId = await openClaim(page, /Each side received 390 people/)
    await page.getByRole('button', { name: 'Attach a source' }).click()
    await page.getByRole('button', { name: 'Change verdict' }).click()
    await expectNothingFound(page, 'workspace')
    const workspace = page.url()
    for (const pane of ['Report', 'Claims', 'Claim']) {
      await page.setViewportSize({ width: 420, height: 800 })
      await page.getByRole('radiogroup').getByText(pane, { exact: true }).click()
      await expectNothingFound(page, `workspace, narrow: ${pane}`)
    }
    await page.setViewportSize({ width: 1280, height: 720 })
    const addresses = [
      '/reports/new',
      '/team',
      '/inbox',
      `/claims/${claimId}/history`,
      `${new URL(workspace).pathname}/history`,
      '/nowhere',
    ]
    for (const address of addresses) {
      await page.goto(address)
      await expectNothingFound(page, address)
    }
    await context.close()
  })
}
