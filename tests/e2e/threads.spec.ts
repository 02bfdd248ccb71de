import { sql } from 'drizzle-orm'
import type { Page } from '@playwright/test'
import { liveText, promptly, savedBadge, signIn, typeInNotes, wordsIn } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'
import { twoAtOneClaim } from './support/typing.ts'

const discussion = (page: Page) => page.getByRole('region', { name: 'Discussion' })
const thread = (page: Page) => discussion(page).locator('[data-thread-item]').first()
const marked = (page: Page) => page.locator('.cm-thread')

const textEdits = (server: RunningServer) =>
  server.inDatabase(async (db) => {
    const [row] = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from entry where kind = 'claim.write'`,
    )
    return row?.count
  })

/** Opens another claim of the report, and waits until the page shows that one. */
async function goTo(page: Page, statement: RegExp): Promise<void> {
  await page.getByRole('link', { name: statement }).first().click()
  await expect(liveText(page, 'Statement')).toHaveText(statement)
}

/** Selects words of the notes by keys, from their first letter on. */
async function choose(page: Page, after: number, length: number): Promise<void> {
  await liveText(page, 'Notes').click()
  await page.keyboard.press('Control+Home')
  for (let count = 0; count < after; count += 1) await page.keyboard.press('ArrowRight')
  for (let count = 0; count < length; count += 1) await page.keyboard.press('Shift+ArrowRight')
}

test('two people talk about words of a text: live, named, found again, changed, gone, settled', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await twoAtOneClaim(server, browser)
  await typeInNotes(mara.page, 'The list names 270 people.')
  await expect(savedBadge(mara.page)).toHaveText('Saved')
  const editsBefore = await textEdits(server)

  await test.step('Mara comments on words and mentions Oleh, by keys alone', async () => {
    const { page } = mara
    await choose(page, 15, 10)
    await expect(page.locator('.cm-comment')).toBeVisible()
    await page.keyboard.press('Alt+Enter')
    const form = page.getByRole('form', { name: 'Comment on the chosen words' })
    await expect(form.getByLabel('Comment', { exact: true })).toBeFocused()
    await page.keyboard.type('Who counted, @Ol')
    await expect(page.getByRole('option', { name: 'Oleh Checker' })).toBeVisible()
    await page.keyboard.press('Enter')
    await page.keyboard.type('do you know?')
    await form.getByRole('button', { name: 'Comment' }).click()
    await expect(marked(page)).toHaveText('270 people')
    await expect(thread(page)).toContainText('Who counted, @Oleh Checker do you know?')
  })

  await test.step('Oleh sees it at once, also in his inbox, from where he comes to the very place', async () => {
    const { page } = oleh
    await expect(thread(page)).toContainText('Who counted, @Oleh Checker do you know?', promptly(2_000))
    await expect(marked(page)).toHaveText('270 people')
    await page.goto('/')
    const unread = page.getByRole('link', { name: /^Inbox, \d+ unread$/u })
    await unread.click()
    const notice = page.locator('[data-notice]').filter({ hasText: 'do you know?' })
    await expect(notice).toContainText('Unread')
    await notice.getByRole('link', { name: 'Mara Checker mentioned you' }).click()
    await expect(thread(page)).toBeFocused()
    await expect(thread(page)).toBeInViewport()
    await page.goBack()
    await expect(notice).toBeVisible()
    await expect(notice).not.toContainText('Unread')
    await page.goForward()
    await expect(marked(page)).toHaveText('270 people')
  })

  await test.step('the thread follows its words, shows what they became, and comments are no edits', async () => {
    expect(await textEdits(server)).toBe(editsBefore)
    await liveText(mara.page, 'Notes').click()
    await mara.page.keyboard.press('Control+Home')
    await mara.page.keyboard.type('Here: ')
    await choose(mara.page, 21, 3)
    await mara.page.keyboard.type('268')
    await expect(marked(mara.page)).toHaveText('268 people')
    // With Mara's name at her caret inside.
    await expect(marked(oleh.page)).toContainText('268')
    await expect(thread(oleh.page)).toContainText('270 people')
    await expect(thread(oleh.page)).toContainText('Now: 268 people')
    await choose(mara.page, 21, 10)
    await mara.page.keyboard.press('Delete')
    await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toBe('Here: The list names .')
    await expect(thread(oleh.page)).toContainText('words no longer in the text')
    await expect(marked(oleh.page)).toHaveCount(0)
    await mara.page.reload()
    await expect(thread(mara.page)).toContainText('words no longer in the text')
  })

  await test.step('Oleh answers and rewords it; what is being typed stays while others resolve and reopen', async () => {
    const { page } = oleh
    await thread(page)
      .getByRole('button', { name: /^Reply/u })
      .click()
    await page.keyboard.type('The monitor.')
    await page
      .getByRole('form', { name: /^Reply/u })
      .getByRole('button', { name: 'Reply' })
      .click()
    await thread(page).getByRole('button', { name: 'Edit your comment' }).click()
    const edit = page.getByRole('form', { name: 'Edit your comment' })
    await edit.getByLabel('Comment', { exact: true }).fill('The monitor, in May.')
    await thread(mara.page)
      .getByRole('button', { name: /^Resolve/u })
      .click()
    await expect(mara.page.getByText('Resolved (1)')).toBeVisible()
    await expect(page.getByText('Resolved (1)')).toBeVisible()
    await expect(edit.getByLabel('Comment', { exact: true })).toHaveValue('The monitor, in May.')
    await edit.getByRole('button', { name: 'Save comment' }).click()
    await expect(edit.getByRole('alert')).toContainText('This thread was resolved. Reopen it to go on.')
    await thread(page)
      .getByRole('button', { name: /^Reopen/u })
      .click()
    await expect(page.getByText('Resolved (1)')).toHaveCount(0)
    await edit.getByRole('button', { name: 'Save comment' }).click()
    await expect(thread(mara.page)).toContainText('The monitor, in May.')
    await thread(mara.page).getByText('1 earlier wording').click()
    await expect(thread(mara.page).getByText('The monitor.', { exact: true })).toBeVisible()
  })

  await test.step('the history tells all of it', async () => {
    const { page } = mara
    await page.getByRole('link', { name: 'Claim history' }).click()
    for (const words of ['Oleh Checker changed their comment', 'Mara Checker resolved a thread']) {
      await expect(page.getByText(words)).toBeVisible()
    }
    await expect(page.getByText('Mara Checker commented on “270 people” in the notes')).toBeVisible()
  })
  for (const { context } of [mara, oleh]) await context.close()
})

test('a comment that was begun waits in its claim; an auditor reads threads and starts none', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await page.getByRole('link', { name: /first stage of prisoner exchange/u }).click()
  await goTo(page, /executing around 270/u)
  await thread(page)
    .getByRole('button', { name: /^Reply/u })
    .click()
  await page.keyboard.type('Half a thought')
  await goTo(page, /270 troops/u)
  await page.getByRole('button', { name: 'Comment on the claim' }).click()
  await page.keyboard.type('Another')
  await goTo(page, /executing around 270/u)
  const kept = page.getByRole('form', { name: /^Reply/u }).getByLabel('Comment', { exact: true })
  await expect(kept).toHaveValue('Half a thought')
  await goTo(page, /270 troops/u)
  const begun = page.getByRole('form', { name: 'Comment on the claim' }).getByLabel('Comment', { exact: true })
  await expect(begun).toHaveValue('Another')
  const address = page.url().replace(/claim=.*/u, '')
  await context.close()

  const audit = await signIn(browser, server.baseURL, 'auditor@example.org')
  await audit.page.goto(address)
  await goTo(audit.page, /executing around 270/u)
  await expect(thread(audit.page)).toContainText('the two lists do not agree')
  await expect(audit.page.getByRole('button', { name: 'Comment on the claim' })).toBeDisabled()
  await expect(thread(audit.page).getByRole('button', { name: /^Reply/u })).toBeDisabled()
  await audit.context.close()
})
