import type { Page } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { expectNothingFound } from './support/axe.ts'
import { firstRow } from './support/deeds/deed.ts'
import { liveText, savedBadge, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const review = (page: Page) => page.getByRole('region', { name: /^Claim \d+$/u })
const badge = (page: Page) => savedBadge(page)

test('a claim is submitted, returned, mended, approved, changed by a letter, approved again, published and corrected', async ({
  browser,
  server,
}) => {
  const [mara, edith] = await Promise.all(
    ['checker', 'editor'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )
  if (!mara || !edith) throw new Error('Two people sign in.')
  // A claim that nobody but checkers wrote in, with two sources, a verdict, and nothing open.
  const { id: claimId = '', report_id: reportId = '' } = await firstRow(
    server,
    sql`select c.id, c.report_id from claim c where c.stage = 'in-review' and c.rating is not null and not c.withdrawn
      and (select count(distinct s.publisher) from evidence e join source s on s.id = e.source_id
        where e.claim_id = c.id and not e.withdrawn and e.stance <> 'context') >= 2
      and not exists (select from thread t where t.claim_id = c.id and t.is_open)
      and not exists (select from entry e join member m on m.person_id = e.actor and m.team_id = e.team_id
        where e.subject_id = c.id and 'editor' = any(m.roles)) limit 1`,
  )

  await test.step('the checker takes it up again and submits it', async () => {
    await mara.page.goto(`/reports/${reportId}/review?claim=${claimId}`)
    await mara.page.getByRole('button', { name: /Take up again/u }).click()
    await mara.page.getByLabel('Why it is taken up again').fill('Not yet.')
    await mara.page.getByRole('button', { name: 'Take up again' }).click()
    await expect(mara.page.getByRole('button', { name: 'Submit for review' })).toBeVisible()
    await mara.page.goto(`/reports/${reportId}?claim=${claimId}`)
    await expect(badge(mara.page)).toHaveText('Saved')
    await mara.page.getByRole('button', { name: 'Submit for review' }).click()
    await expect(mara.page.getByRole('group', { name: 'Stage' })).toContainText('in review')
  })

  await test.step('the editor returns it with a comment', async () => {
    await edith.page.goto(`/reports/${reportId}/review?claim=${claimId}`)
    await edith.page.getByRole('button', { name: /Return to the checkers/u }).click()
    await edith.page.getByLabel('What is to be done').fill('Say that it was on the first day.')
    await edith.page.getByRole('button', { name: 'Return to the checkers' }).click()
    await expect(review(edith.page)).toContainText('Edith Editor returned this claim')
  })

  await test.step('the checker reads it within a second, mends the words, and submits again', async () => {
    await expect(mara.page.getByText('Say that it was on the first day.')).toBeVisible()
    await expectNothingFound(mara.page, 'a claim that was returned')
    await expectNothingFound(edith.page, 'its review')
    await liveText(mara.page, 'Statement').click()
    await mara.page.keyboard.press('End')
    await mara.page.keyboard.type(' On the first day.')
    await expect(badge(mara.page)).toHaveText('Saved')
    await mara.page.getByRole('button', { name: 'Submit for review' }).click()
    await expect(mara.page.getByRole('group', { name: 'Stage' })).toContainText('in review')
  })

  await test.step('what changes while the editor looks is shown to her, and asks again', async () => {
    await expect(review(edith.page).getByText('in review', { exact: true })).toBeVisible()
    const again = edith.page.getByRole('button', { name: 'I have looked at it again' })
    await again.click()
    await expect(review(edith.page)).toContainText('Say that it was on the first day.')
    const source = review(edith.page)
      .getByRole('row', { name: /^Evidence that supports/u })
      .getByRole('link')
      .first()
    await expect(source).toHaveAttribute('rel', 'noreferrer noopener')
    await expect(source).toHaveAttribute('href', (await source.textContent()) ?? '')
    await liveText(mara.page, 'Statement').click()
    await mara.page.keyboard.press('End')
    await mara.page.keyboard.type('!')
    await expect(badge(mara.page)).toHaveText('Saved')
    await expect(edith.page.getByText('This claim changed since you looked.').first()).toBeVisible()
    await expect(review(edith.page).locator('ins')).toContainText('!')
    await expect(edith.page.getByRole('button', { name: 'Approve', exact: true })).toBeDisabled()
    await again.click()
    await edith.page.getByRole('button', { name: 'Approve', exact: true }).click()
    await expect(edith.page.getByText('Approved by Edith Editor')).toBeVisible()
    await expect(review(edith.page)).not.toContainText('Say that it was on the first day.')
  })

  await test.step('one more letter, and publishing is refused and says why', async () => {
    const publish = edith.page.getByRole('button', { name: 'Publish…', exact: true })
    await publish.click()
    await liveText(mara.page, 'Statement').click()
    await mara.page.keyboard.press('End')
    await mara.page.keyboard.type('?')
    await expect(badge(mara.page)).toHaveText('Saved')
    await expect(edith.page.getByText('This claim changed since you looked.').first()).toBeVisible()
    await edith.page.getByRole('button', { name: 'I have looked at it again' }).click()
    await expect(edith.page.getByText('What stands was not approved: it changed since')).toBeVisible()
    await mara.page.keyboard.press('Backspace')
    await expect(badge(mara.page)).toHaveText('Saved')
  })

  const publicPath = await test.step('what was approved stands again: it is published', async () => {
    await edith.page.getByRole('button', { name: 'I have looked at it again' }).click()
    await edith.page.getByRole('form', { name: 'Publish' }).getByRole('button', { name: 'Publish' }).click()
    await expect(review(edith.page)).toContainText('Publication 1')
    return (await edith.page.getByRole('link', { name: 'Open the public page' }).getAttribute('href')) ?? ''
  })

  const reader = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false })
  const page = await reader.newPage()
  await test.step('a reader without scripts reads it, with its ClaimReview', async () => {
    await page.goto(publicPath)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('On the first day.!')
    await expect(page.getByText('Edith Editor')).toBeVisible()
    const data = await page.locator('script[type="application/ld+json"]').textContent()
    expect(JSON.parse(data ?? '')).toMatchObject({ '@type': 'ClaimReview' })
  })

  await test.step('a correction goes the same way, and page, feed and ClaimReview tell it', async () => {
    const checking = await mara.context.newPage()
    await checking.goto(`/reports/${reportId}/review?claim=${claimId}`)
    await checking.getByRole('button', { name: /Write a correction/u }).click()
    const form = checking.getByRole('form', { name: 'Write a correction' })
    await expect(form).toContainText('You become an author of this claim, and it goes back to checking.')
    await expect(form).toContainText('May approve it then: Edith Editor.')
    await form.getByLabel('What was wrong').fill('There was an exclamation mark.')
    await form.getByLabel('What it says now').fill('There is none.')
    await form.getByLabel('Why', { exact: true }).fill('It shouted.')
    await form.getByRole('button', { name: 'Write a correction' }).click()
    await expect(review(checking)).toContainText('Not published yet:')
    await expect(mara.page.getByRole('alert')).toContainText('Mara Checker wrote a correction of this claim')
    await liveText(mara.page, 'Statement').click()
    await mara.page.keyboard.press('End')
    await mara.page.keyboard.press('Backspace')
    await expect(badge(mara.page)).toHaveText('Saved')
    await mara.page.getByRole('button', { name: 'Submit for review' }).click()
    await expect(mara.page.getByRole('group', { name: 'Stage' })).toContainText('in review')
    await edith.page.getByRole('button', { name: 'I have looked at it again' }).click()
    await edith.page.getByRole('button', { name: 'Approve', exact: true }).click()
    await edith.page.getByRole('button', { name: 'Publish…', exact: true }).click()
    await edith.page.getByRole('form', { name: 'Publish' }).getByRole('button', { name: 'Publish' }).click()
    await expect(review(edith.page)).toContainText('Publication 2')
    await page.goto(publicPath)
    await expect(page.getByRole('heading', { level: 1 })).not.toContainText('!')
    await expect(page.getByText('There was an exclamation mark.')).toBeVisible()
    const [json, feed] = await Promise.all(
      [`${publicPath}.json`, `${publicPath.split('/').slice(0, 3).join('/')}/feed.xml`].map(async (path) => {
        const answer = await reader.request.get(path)
        return answer.text()
      }),
    )
    expect(json).toContain('There was an exclamation mark.')
    expect(feed).toContain('There was an exclamation mark.')
  })
  await reader.close()
})
