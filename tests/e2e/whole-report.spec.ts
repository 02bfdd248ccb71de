import type { Page } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { claimOn, firstRow } from './support/deeds/deed.ts'
import { liveText, savedBadge, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const whole = (page: Page) => page.getByRole('region', { name: 'The whole report' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Does a deed that asks for words first. */
async function say(page: Page, deed: string, label: string, words: string): Promise<void> {
  await button(page, `${deed}…`).click()
  await page.getByLabel(label).fill(words)
  await button(page, deed).click()
}

test('a report is submitted, returned, approved, changed by a letter, approved again, published as a whole and taken back', async ({
  browser,
  server,
}) => {
  const { id: reportId = '' } = await firstRow(server, sql`select id from report`)
  const claimId = await claimOn(server, reportId, 'The exchange was agreed in direct talks in Istanbul the week before')
  const [mara, edith] = await Promise.all(
    ['checker', 'editor'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )
  if (!mara || !edith) throw new Error('Two people sign in.')
  const review = `/reports/${reportId}/review`
  await Promise.all([mara.page.goto(review), edith.page.goto(review)])

  await test.step('the checker takes it up again and submits it, with a claim that was approved since', async () => {
    await say(mara.page, 'Take the report up again', 'Why it is taken up again', 'One more claim is approved.')
    await button(mara.page, 'Submit the report').click()
    await expect(whole(mara.page).getByText('in review', { exact: true })).toBeVisible()
    await expect(whole(mara.page)).toContainText('Compared with publication 1:')
    await expect(button(mara.page, 'Approve the report')).toBeDisabled()
    await expect(whole(mara.page).getByText('Your role in this team does not allow this.')).toHaveCount(1)
  })

  await test.step('the editor returns it with a comment, and the checker reads it and submits again', async () => {
    await say(edith.page, 'Return the report', 'What is to be done', 'Is the siege in it?')
    await expect(whole(mara.page)).toContainText('Edith Editor returned the report:')
    await expect(whole(mara.page)).toContainText('Is the siege in it?')
    await mara.page.goto('/inbox')
    await mara.page.getByRole('link', { name: 'Edith Editor sent your report back from review to checking' }).click()
    await button(mara.page, 'Submit the report').click()
    await expect(whole(mara.page).getByText('in review', { exact: true })).toBeVisible()
  })

  await test.step('the page names the authors of the list, and the workspace tells an editor how to become one', async () => {
    await expect(whole(edith.page)).toContainText('May approve the report: Edith Editor.')
    await expect(whole(edith.page)).toContainText(
      'Authors of the list, who do not approve it: Mara Checker (brought the report in); Oleh Checker (made claims).',
    )
    const tells = (page: Page) => page.getByText(/you become an author of its list/u)
    const workspace = await edith.context.newPage()
    await workspace.goto(`/reports/${reportId}`)
    await expect(tells(workspace)).toBeVisible()
    await workspace.close()
    await mara.page.goto(`/reports/${reportId}`)
    await expect(mara.page.getByRole('list', { name: 'Claims', exact: true })).toBeVisible()
    await expect(tells(mara.page)).toHaveCount(0)
  })

  await test.step('the editor approves the list', async () => {
    await expect(whole(edith.page)).toContainText('Istanbul')
    await expect(whole(edith.page)).toContainText('Edith Editor returned the report:')
    await expect(whole(edith.page)).toContainText('It is approved first.')
    await button(edith.page, 'Approve the report').click()
    await expect(whole(edith.page)).toContainText('Edith Editor approved this list')
    await expect(whole(edith.page)).not.toContainText('Is the siege in it?')
    await expect(button(edith.page, 'Publish the report…')).toBeEnabled()
  })

  await test.step('one letter in a claim, and publishing is refused and says why', async () => {
    await mara.page.goto(`/reports/${reportId}?claim=${claimId}`)
    await liveText(mara.page, 'Statement').click()
    await mara.page.keyboard.press('End')
    await mara.page.keyboard.type('!')
    await expect(savedBadge(mara.page)).toHaveText('Saved')
    await expect(edith.page.getByRole('alert')).toContainText('The list changed since you looked.')
    await expect(button(edith.page, 'Publish the report…')).toBeDisabled()
    await button(edith.page, 'I have looked at the list again').click()
    await expect(whole(edith.page)).toContainText(
      'The list changed since it was approved, or its approver became an author or is no editor any more.',
    )
    await expect(button(edith.page, 'Publish the report…')).toBeDisabled()
    await expect(whole(edith.page).getByRole('region', { name: 'Not in it yet' })).toContainText(
      'It changed since it was approved.',
    )
  })

  await test.step('the claim and the report are approved again, and published in one deed', async () => {
    await edith.page
      .getByRole('link', { name: /Istanbul/u })
      .first()
      .click()
    await edith.page.goto(`${review}?claim=${claimId}`)
    await button(edith.page, 'Approve').click()
    await expect(edith.page.getByText('Approved by Edith Editor')).toBeVisible()
    await edith.page.getByRole('link', { name: /The whole report/u }).click()
    await button(edith.page, 'Approve the report').click()
    await button(edith.page, 'Publish the report…').click()
    await button(edith.page, 'Publish the report').click()
    await expect(whole(edith.page)).toContainText('Publication 2')
  })

  const reader = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false })
  const page = await reader.newPage()
  await test.step('a reader without scripts reads it as one', async () => {
    const link = edith.page.getByRole('link', { name: 'Open the report’s public page' })
    await page.goto((await link.getAttribute('href')) ?? '')
    const list = page.getByRole('region', { name: 'Publication 2 of this report' })
    await expect(list).toContainText('Approved by Edith Editor')
    await expect(list).toContainText('Istanbul')
    await expect(list).toContainText('!')
  })

  await test.step('taken back, its note stands on top', async () => {
    await say(edith.page, 'Take the report back in public', 'Public note', 'The list was not complete.')
    await expect(whole(edith.page)).toContainText(/Taken back .+: The list was not complete\./u)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Publication 2 of this report is taken back' })).toBeVisible()
    await expect(page.getByText('The list was not complete.')).toBeVisible()
    await expect(page.getByRole('link', { name: /Istanbul/u }).first()).toBeVisible()
  })
  await test.step('and the page of the team says so beside it', async () => {
    await page.goto(new URL(page.url()).pathname.split('/').slice(0, 3).join('/'))
    await expect(page.getByText('Publication 2 of this report is taken back')).toBeVisible()
  })
  await reader.close()
})
