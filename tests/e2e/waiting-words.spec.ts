import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator, Page } from '@playwright/test'
import { liveText, openClaim, pullCable, savedBadge, signIn, wordsIn } from './support/people.ts'
import { endSessions, giveRoles, renewSignIn } from './support/rights.ts'
import { expect, test, type RunningServer } from './support/server.ts'
import { isContent, takeWire, type Wire } from './support/wire.ts'

const emails = { mara: 'checker@example.org', oleh: 'checker2@example.org' } as const

interface Scene {
  readonly mara: Page
  readonly oleh: Page
  /** Mara's sockets. */
  readonly wire: Wire
}

/** Mara and Oleh in the notes of one claim, which read "middle"; Mara's caret stands behind it. */
async function inOneClaim(server: RunningServer, browser: Browser): Promise<Scene> {
  const { page: mara } = await signIn(browser, server.baseURL, emails.mara)
  const wire = await takeWire(mara)
  await mara.goto('/')
  await openClaim(mara, /120 civilians/)
  const { page: oleh } = await signIn(browser, server.baseURL, emails.oleh)
  await oleh.goto(mara.url())
  await liveText(mara, 'Notes').click()
  await mara.keyboard.type('middle')
  await expect.poll(() => wordsIn(liveText(oleh, 'Notes'))).toBe('middle')
  await expect(savedBadge(mara)).toHaveText('Saved')
  return { mara, oleh, wire }
}

const faultsFound = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
const endedBox = (page: Page): Locator => page.getByRole('alert').filter({ hasText: 'Start anew' })
const otherClaim = (page: Page): Locator => page.getByRole('link', { name: /270 troops/ }).first()

test('a role that is lost mid-word leaves the words to copy and its keys without effect', async ({
  browser,
  server,
}) => {
  const { mara, oleh, wire } = await inOneClaim(server, browser)
  const address = mara.url()
  wire.toServer = (frame) => (isContent(frame) ? null : frame)
  const typing = mara.keyboard.type(' jckev'.repeat(20), { delay: 40 })
  await expect.poll(() => wordsIn(liveText(mara, 'Notes'))).toContain('middle jckev')
  await giveRoles(server, emails.mara, ['auditor'])
  await typing
  await expect(endedBox(mara)).toContainText('You can no longer write here')
  await expect(endedBox(mara)).toBeFocused()
  await expect(endedBox(mara).getByRole('textbox', { name: 'Notes' })).toHaveValue(/^middle jckev/u)
  await mara.keyboard.type('jkcve')
  await expect(endedBox(mara)).toBeFocused()
  expect(mara.url()).toBe(address)
  expect(await wordsIn(liveText(oleh, 'Notes'))).toBe('middle')
})

test('words that were not accepted are on every page until their author lets them go', async ({ browser, server }) => {
  const { mara, wire } = await inOneClaim(server, browser)
  wire.toServer = (frame) => (isContent(frame) ? null : frame)
  await mara.keyboard.type(' unheard')
  await giveRoles(server, emails.mara, ['auditor'])
  await expect(endedBox(mara).getByRole('textbox', { name: 'Notes' })).toHaveValue('middle unheard')
  expect(await faultsFound(mara)).toEqual([])

  await otherClaim(mara).click()
  await expect(liveText(mara, 'Statement')).toHaveText(/270 troops/)
  const kept = mara.getByRole('textbox', { name: /^Notes of claim \d+$/u })
  await expect(kept).toHaveValue('middle unheard')
  await expect(savedBadge(mara)).toHaveText('Not accepted: copy your text')
  expect(await faultsFound(mara)).toEqual([])
  await mara.getByRole('link', { name: 'Plumbline' }).click()
  await expect(mara.getByRole('heading', { name: 'Reports' })).toBeVisible()
  await expect(kept).toHaveValue('middle unheard')

  await mara.getByRole('link', { name: /^Claim \d+ of .*first stage/u }).click()
  await expect(endedBox(mara).getByRole('textbox', { name: 'Notes' })).toHaveValue('middle unheard')
  await expect(kept).toBeHidden()
  await otherClaim(mara).click()
  await mara.getByRole('button', { name: 'I have copied them' }).click()
  await expect(kept).toBeHidden()
  await expect(savedBadge(mara)).toHaveText('Read only')
})

test('a role that is lost and given back is told as it is, and the caret keeps its place', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await inOneClaim(server, browser)
  const address = mara.url()
  await giveRoles(server, emails.mara, ['auditor'])
  await expect(mara.getByText('You can no longer write here')).toBeVisible()
  await expect(savedBadge(mara)).toHaveText('Read only')
  await expect(liveText(mara, 'Notes')).toBeFocused()
  await mara.keyboard.type('jkcve')
  expect(mara.url()).toBe(address)
  await giveRoles(server, emails.mara, ['checker'])
  await expect(savedBadge(mara)).toHaveText('Saved')
  await expect(mara.getByText('You can no longer write here')).toBeHidden()
  await expect(liveText(mara, 'Notes')).toBeFocused()
  await mara.keyboard.press('Control+End')
  await mara.keyboard.type(' again')
  await expect.poll(() => wordsIn(liveText(oleh, 'Notes'))).toBe('middle again')
})

test('a claim that is withdrawn and restored can be written in again', async ({ browser, server }) => {
  const { mara, oleh } = await inOneClaim(server, browser)
  await oleh.getByRole('button', { name: 'Withdraw this claim' }).click()
  await oleh.getByLabel('Why is it withdrawn?').fill('By mistake')
  await oleh.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(mara.getByText('This claim was withdrawn, so its texts are closed.')).toBeVisible()
  await expect(savedBadge(mara)).toHaveText('Read only')
  await oleh.getByRole('button', { name: 'Restore' }).click()
  for (const page of [mara, oleh]) await expect(savedBadge(page)).toHaveText('Saved')
  await expect(mara.getByText('This claim was withdrawn, so its texts are closed.')).toBeHidden()
  await liveText(mara, 'Notes').click()
  await mara.keyboard.press('Control+End')
  await mara.keyboard.type(' again')
  await expect.poll(() => wordsIn(liveText(oleh, 'Notes'))).toBe('middle again')
})

test('a page with words that are not saved asks before it is left, and only then', async ({ browser, server }) => {
  const { mara, wire } = await inOneClaim(server, browser)
  const asked: string[] = []
  let stay = true
  let answered = Promise.resolve()
  mara.on('dialog', (dialog) => {
    asked.push(dialog.type())
    answered = stay ? dialog.dismiss() : dialog.accept()
  })
  wire.toServer = (frame) => (isContent(frame) ? null : frame)
  await mara.keyboard.type(' unheard')
  await expect(savedBadge(mara)).toHaveText('Saving…')
  const address = mara.url()
  await mara.goto('/account').catch(() => null)
  expect(asked).toEqual(['beforeunload'])
  expect(mara.url()).toBe(address)
  // A browser that still closes the question leaves no page.
  await answered
  await mara.evaluate(() => document.readyState)
  stay = false
  wire.toServer = (frame) => frame
  await mara.reload()
  expect(asked).toEqual(['beforeunload', 'beforeunload'])

  await liveText(mara, 'Notes').click()
  await mara.keyboard.press('Control+End')
  await mara.keyboard.type(' heard')
  await expect(savedBadge(mara)).toHaveText('Saved')
  await mara.reload()
  await expect.poll(() => wordsIn(liveText(mara, 'Notes'))).toBe('middle heard')
  expect(asked).toHaveLength(2)
})

test('an edit that the server refuses is kept to copy, and harms nobody', async ({ browser, server }) => {
  const { mara, oleh, wire } = await inOneClaim(server, browser)
  // The last edit arrives as what no document can hold.
  wire.toServer = (frame) => (isContent(frame) ? Buffer.from([...frame.subarray(0, 2), 1, 255]) : frame)
  await mara.keyboard.insertText(' refused')
  await expect(endedBox(mara)).toContainText('The server did not accept the last edit')
  await expect(endedBox(mara).getByRole('textbox', { name: 'Notes' })).toHaveValue('middle refused')
  await expect(savedBadge(mara)).toHaveText('Not accepted: copy your text')
  await liveText(oleh, 'Notes').click()
  await oleh.keyboard.press('Control+End')
  await oleh.keyboard.type(' unharmed')
  await expect(savedBadge(oleh)).toHaveText('Saved')
  wire.toServer = (frame) => frame
  await endedBox(mara).getByRole('button', { name: 'Start anew with the saved text' }).click()
  await expect(savedBadge(mara)).toHaveText('Saved')
  await expect.poll(() => wordsIn(liveText(mara, 'Notes'))).toBe('middle unharmed')
})

test('a page that has come apart from the saved text loads it anew and says so', async ({ browser, server }) => {
  const { mara, oleh, wire } = await inOneClaim(server, browser)
  wire.toPage = (frame) => (isContent(frame) ? null : frame)
  await liveText(oleh, 'Notes').click()
  await oleh.keyboard.press('Control+End')
  await oleh.keyboard.insertText(' missed')
  await expect(savedBadge(oleh)).toHaveText('Saved')
  expect(await wordsIn(liveText(mara, 'Notes'))).toBe('middle')
  wire.toPage = (frame) => frame
  // The server says every 15 seconds what the texts are.
  await expect(mara.getByText('This page had come apart from the saved text.')).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => wordsIn(liveText(mara, 'Notes'))).toBe('middle missed')
  await expect(savedBadge(mara)).toHaveText('Saved')
  await mara.keyboard.press('Control+End')
  await mara.keyboard.type(' together')
  await expect.poll(() => wordsIn(liveText(oleh, 'Notes'))).toBe('middle missed together')
})

test('a room that cannot be joined is said, and joined by itself when it can be', async ({ browser, server }) => {
  const { mara, wire } = await inOneClaim(server, browser)
  const unreachable = mara.getByRole('alert').filter({ hasText: 'cannot be edited just now' })
  wire.admits = () => false
  await otherClaim(mara).click()
  await expect(savedBadge(mara)).toHaveText('Reconnecting')
  await expect(unreachable).toBeVisible()
  wire.admits = () => true
  await expect(savedBadge(mara)).toHaveText('Saved')
  await expect(unreachable).toBeHidden()

  wire.admits = () => new Promise(() => {})
  await mara
    .getByRole('link', { name: /120 civilians/ })
    .first()
    .click()
  await expect(unreachable).toBeVisible()
  await expect(savedBadge(mara)).toHaveText('Reconnecting')
  wire.admits = () => true
  await unreachable.getByRole('button', { name: 'Try again' }).click()
  await expect(savedBadge(mara)).toHaveText('Saved')
  await expect.poll(() => wordsIn(liveText(mara, 'Notes'))).toBe('middle')
})

test('after the sign-in is renewed nothing is called saving before the server is reached', async ({
  browser,
  server,
}) => {
  const { mara, oleh, wire } = await inOneClaim(server, browser)
  await endSessions(server, emails.mara)
  await expect(mara.getByText('Your sign-in has ended.')).toBeVisible()
  await expect(savedBadge(mara)).toHaveText('Signed out')
  await liveText(mara, 'Notes').click()
  await mara.keyboard.press('Control+End')
  await mara.keyboard.insertText(' kept')
  await expect(savedBadge(mara)).toHaveText('Not saved (1)')
  wire.admits = () => false
  await renewSignIn(mara, emails.mara)
  await expect(mara.getByText('Your sign-in has ended.')).toBeHidden()
  await expect(savedBadge(mara)).toHaveText('Not saved (1)')
  wire.admits = () => true
  await expect(savedBadge(mara)).toHaveText('Saved')
  await expect.poll(() => wordsIn(liveText(oleh, 'Notes'))).toBe('middle kept')
})

test('the badge speaks for every claim of the page, leads to the one that waits, and says only what is new', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await inOneClaim(server, browser)
  const said: string[] = []
  await mara.exposeFunction('noteSaid', (sentence: string) => said.push(sentence))
  await mara.locator('[data-announcer]').evaluate((announcer) => {
    const note = () => (window as never as { noteSaid(said: string): void }).noteSaid(announcer.textContent)
    new MutationObserver(note).observe(announcer, { characterData: true, childList: true, subtree: true })
  })
  await pullCable(mara)
  await mara.keyboard.type(' kept')
  await expect(savedBadge(mara)).toHaveText('Not saved (5)')
  await otherClaim(mara).click()
  const waits = mara.getByRole('link', { name: /^Not saved in claim \d+$/u })
  await expect(waits).toBeVisible()
  await expect(savedBadge(mara)).toHaveText('Not saved (5)')
  await mara.context().setOffline(false)
  await expect(savedBadge(mara)).toHaveText('Saved')
  await expect(waits).toBeHidden()
  await expect.poll(() => wordsIn(liveText(oleh, 'Notes'))).toBe('middle kept')
  await expect.poll(() => said.filter((sentence) => /saved/iu.test(sentence))).toEqual(['Not saved', 'Saved'])
})

test('while the live texts cannot be opened the newest saved ones are read, under one sentence', async ({
  browser,
  server,
}) => {
  const { mara, oleh } = await inOneClaim(server, browser)
  let attempts = 0
  await mara.route(/\/claims\/[^/]+\/client$/u, (route) => {
    attempts += 1
    return route.abort()
  })
  await otherClaim(mara).click()
  const unreachable = mara.getByRole('alert').filter({ hasText: 'cannot be edited just now' })
  await expect(unreachable).toBeVisible()
  await unreachable.evaluate((sentence) => sentence.setAttribute('data-same', ''))
  await otherClaim(oleh).click()
  await expect(liveText(oleh, 'Statement')).toHaveText(/270 troops/)
  await liveText(oleh, 'Notes').click()
  await oleh.keyboard.insertText('found meanwhile')
  await expect(mara.locator('[data-live-text]').filter({ hasText: 'found meanwhile' })).toBeVisible()
  await expect.poll(() => attempts).toBeGreaterThan(2)
  await expect(unreachable).toHaveAttribute('data-same')
  await mara.unroute(/\/claims\/[^/]+\/client$/u)
  await expect.poll(() => wordsIn(liveText(mara, 'Notes'))).toBe('found meanwhile')
  await expect(unreachable).toBeHidden()
})
