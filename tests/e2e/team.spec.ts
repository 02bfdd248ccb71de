import { liveText, openClaim, promptly, savedBadge, signIn, typeInNotes, wordsIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

test('an admin changes roles and ends memberships, and the open pages of those people know it within a second', async ({
  browser,
  server,
}) => {
  const { page: ada, context } = await signIn(browser, server.baseURL, 'admin@example.org')
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  const oleh = await signIn(browser, server.baseURL, 'checker2@example.org')
  await openClaim(mara.page, /120 civilians/u)
  await openClaim(oleh.page, /270 troops/u)
  await ada.getByRole('link', { name: 'Demo newsroom' }).click()
  await expect(ada.getByRole('heading', { name: 'Team: Demo newsroom' })).toBeVisible()

  await ada.getByRole('button', { name: 'Change roles of Mara Checker' }).click()
  const form = ada.getByRole('form', { name: 'Change roles of Mara Checker' })
  await form.getByLabel(/^Auditor/u).check()
  await expect(form.getByText('An auditor has no other role.')).toBeVisible()
  await form.getByLabel(/^Checker/u).uncheck()
  await form.getByRole('button', { name: 'Save roles' }).click()
  await expect(mara.page.getByText(/You can no longer write here/u)).toBeVisible(promptly(2_000))
  await expect(mara.page.getByText('Mara Checker, auditor')).toBeVisible()
  await expect(ada.locator('li').filter({ hasText: 'Mara Checker' })).toContainText('auditor')

  await ada.getByRole('button', { name: 'Remove Oleh Checker' }).click()
  await expect(ada.getByText(/Oleh Checker loses access at once/u)).toBeVisible()
  await ada.getByRole('button', { name: 'Remove Oleh Checker' }).click()
  await expect(ada.locator('li').filter({ hasText: 'Oleh Checker' })).toHaveCount(0)
  await expect(oleh.page.getByText('You are no longer a member of Demo newsroom.')).toBeVisible(promptly(2_000))
  await typeInNotes(oleh.page, 'too late')
  await expect(savedBadge(oleh.page)).toContainText('Not saved')
  for (const each of [context, mara.context, oleh.context]) await each.close()
})

test('somebody is invited by a link, joins, writes with the others, and the link is used up', async ({
  browser,
  server,
}) => {
  const { page: ada, context } = await signIn(browser, server.baseURL, 'admin@example.org')
  await ada.goto('/team')
  const form = ada.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('E-mail').fill('nina@example.org')
  await form.getByRole('button', { name: 'Invite' }).click()
  const link = await ada.getByLabel('Invitation link').inputValue()
  const open = ada.locator('li').filter({ hasText: 'nina@example.org' })
  await expect(open).toContainText('checker')
  await ada.reload()
  await expect(open).toBeVisible()
  await expect(ada.getByLabel('Invitation link')).toHaveCount(0)

  const nina = await browser.newContext({ baseURL: server.baseURL })
  const page = await nina.newPage()
  await page.goto(link)
  await expect(page.getByText('This invitation is for nina@example.org, as checker.')).toBeVisible()
  await page.getByLabel(/^Your name/u).fill('Nina New')
  await page.getByLabel(/^Password/u).fill('short')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('alert')).toContainText('A password has at least 12 characters.')
  await expect(page.getByLabel(/^Your name/u)).toHaveValue('Nina New')
  await page.getByLabel(/^Password/u).fill('long enough for this')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByText('Nina New, checker')).toBeVisible()

  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/u)
  await mara.page.goto(page.url())
  await typeInNotes(page, 'by nina')
  await expect(savedBadge(page)).toHaveText('Saved')
  await expect.poll(() => wordsIn(liveText(mara.page, 'Notes'))).toBe('by nina')
  await page.getByRole('link', { name: 'Claim history' }).click()
  await expect(page.locator('li[data-seq]').first()).toContainText('Nina New wrote the notes')

  const late = await browser.newContext({ baseURL: server.baseURL })
  const again = await late.newPage()
  await again.goto(link)
  await expect(again.getByRole('button', { name: 'Join' })).toHaveCount(0)
  for (const each of [context, nina, mara.context, late]) await each.close()
})

test('the last admin stays one, and two admins do not undo each other unseen', async ({ browser, server }) => {
  const { page: ada, context } = await signIn(browser, server.baseURL, 'admin@example.org')
  await ada.goto('/team')
  const other = await context.newPage()
  await other.goto('/team')
  await ada.getByRole('button', { name: 'Remove Ada Admin' }).click()
  await ada.getByRole('button', { name: 'Remove Ada Admin' }).click()
  await expect(ada.getByRole('alert')).toContainText('A team keeps at least one admin.')

  const change = (page: typeof ada, role: RegExp) => async () => {
    await page.getByRole('button', { name: 'Change roles of Edith Editor' }).click()
    await page.getByRole('form', { name: 'Change roles of Edith Editor' }).getByLabel(role).check()
  }
  await change(other, /^Checker/u)()
  await change(ada, /^Admin/u)()
  await ada.getByRole('button', { name: 'Save roles' }).click()
  await expect(ada.locator('li').filter({ hasText: 'Edith Editor' })).toContainText('admin')
  await other.getByRole('button', { name: 'Save roles' }).click()
  await expect(other.getByRole('alert')).toContainText('Somebody changed this membership while you had it open.')
  await context.close()
})

test('whoever is no admin sees who is in the team, and no button to change it', async ({ browser, server }) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await page.getByRole('link', { name: 'Team', exact: true }).click()
  await expect(page.getByText('Edith Editor')).toBeVisible()
  await expect(page.getByText(/Only an admin changes who belongs to the team/u)).toBeVisible()
  await expect(page.getByRole('button', { name: /Change roles|Remove/u })).toHaveCount(0)
  await context.close()
})
