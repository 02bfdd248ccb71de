/*
 * Two people erase words, each in a browser of their own: one proposes it, the other has the words shown and
 * where they stand, which is recorded, and confirms; and whoever has the claim open sees blocks, and is told; what
 * somebody had not saved is kept for them to copy.
 */
import { expectNothingFound } from './support/axe.ts'
import { liveText, openClaim, pullCable, savedBadge, signIn, typeInNotes, wordsIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const words = 'Kanarie Vogelsang'

test('one person proposes to erase words, another looks, sees where they stand and confirms it', async ({
  browser,
  server,
}) => {
  const editor = await signIn(browser, server.baseURL, 'editor@example.org')
  const claimId = await openClaim(editor.page, /Each side received 390 people/)
  await typeInNotes(editor.page, `Ask ${words} again.`)
  await expect(savedBadge(editor.page)).toHaveText('Saved')
  const claim = editor.page.url()

  await editor.page.goto('/team/history')
  await editor.page.getByText('Erase words', { exact: true }).click()
  const form = editor.page.getByRole('form', { name: 'Erase words' })
  await form.getByLabel('The words, exactly as they stand there').fill('Nobody wrote this')
  await form.getByLabel('Why it is lawful, and must be').fill('A court ordered it.')
  await form.getByRole('button', { name: 'Propose to erase them' }).click()
  await expect(form).toContainText('These words stand nowhere in the history, written like this.')
  await form.getByLabel('The words, exactly as they stand there').fill(words)
  await expectNothingFound(editor.page, 'where words are proposed to be erased')
  await form.getByRole('button', { name: 'Propose to erase them' }).click()
  const confirm = { name: 'Erase them for good' }
  await expect(editor.page.getByRole('button', confirm)).toHaveAttribute('aria-disabled', 'true')
  await expect(editor.page.getByText('You proposed this: another editor or admin confirms it.').last()).toBeVisible()
  await editor.page.goto(claim)
  const notes = liveText(editor.page, 'Notes')
  await expect.poll(() => wordsIn(notes)).toContain(words)
  const checker = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(checker.page, /Each side received 390 people/)
  await expect.poll(() => wordsIn(liveText(checker.page, 'Notes'))).toContain(words)
  await pullCable(checker.page)
  await typeInNotes(checker.page, 'unsaved ')

  const admin = await signIn(browser, server.baseURL, 'admin@example.org')
  await admin.page.goto('/team/history')
  const look = admin.page.getByRole('button', { name: 'Show the words' })
  await expect(admin.page.getByText(`Words hidden: ${words.length} letters`)).toBeVisible()
  // The claim has them, and what was typed; the proposal does not show them.
  await expect(admin.page.locator('details', { hasText: 'Words hidden' })).not.toContainText(words)
  await expect(admin.page.getByRole('button', confirm)).toHaveAttribute('aria-disabled', 'true')
  await expectNothingFound(admin.page, 'where words are hidden')
  await look.click()
  await expect(admin.page.locator('mark', { hasText: words })).toBeVisible()
  await expect(admin.page.getByText('When you looked: ')).toContainText(/entr(?:y holds|ies hold) them/u)
  await expect(admin.page.getByText('looked at the words of proposal 1 to erase words')).toBeVisible()
  await expect(admin.page.getByRole('button', confirm)).toHaveAttribute('aria-disabled', 'false')
  await expect(admin.page.getByRole('link', { name: /^claim 2 of “/u })).toHaveAttribute(
    'href',
    `/claims/${claimId}/history`,
  )
  await expectNothingFound(admin.page, 'where words wait to be erased')
  await admin.page.getByRole('button', confirm).click()
  await expect(admin.page.getByText(/words were erased in \d+ entr/u).first()).toBeVisible()
  await expect(admin.page.getByText(words)).toHaveCount(0)

  await expect(editor.page.getByRole('status').filter({ hasText: 'Words of this claim were erased.' })).toHaveText(
    'Words of this claim were erased. It was loaded anew; what you see now is what is saved.',
  )
  await checker.context.setOffline(false)
  const box = checker.page.getByRole('alert').filter({ hasText: 'Words of this claim were erased' })
  await expect(box).toContainText('and may still stand below. Copy only what you typed yourself')
  await expect(box).not.toContainText('loaded anew')

  await editor.page.goto(`/claims/${claimId}/history`)
  await expect(
    editor.page.getByText(/^Words of \d+ entr(?:y|ies) here were erased, as .+ proposed and .+ confirmed/u),
  ).toBeVisible()
  await editor.page.goto(`${/\/reports\/[^/?]+/u.exec(claim)?.[0]}/history`)
  await expect(editor.page.getByText(/^Words of \d+ entr(?:y|ies) here were erased, as /u)).toBeVisible()
  await editor.page.goto(claim)
  await expect.poll(() => wordsIn(notes)).toBe(`Ask ${'█'.repeat(words.length)} again.`)
})
