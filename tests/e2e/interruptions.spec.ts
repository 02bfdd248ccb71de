import { join } from 'node:path'
import { setTimeout as lasting } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { Proxy } from '#tests/support/proxy.ts'
import { liveText, openClaim, promptly, pullCable, savedBadge, signIn, wordsIn, type Person } from './support/people.ts'
import { endSessions, giveRoles, renewSignIn } from './support/rights.ts'
import { expect, test, type RunningServer } from './support/server.ts'

// A cable pulled for a few seconds shows what one pulled for half a minute does; the whole on demand.
const outage = process.env['PLUMBLINE_LONG'] ? 30_000 : 5_000

/** Keeps a picture of a state, for whoever asks for pictures. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PLUMBLINE_PICTURES']
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

/** Two people in the notes of one claim; `wayOfMara` is the address by which the first of them comes. */
async function twoInOneClaim(
  { baseURL }: RunningServer,
  browser: Parameters<typeof signIn>[0],
  wayOfMara = baseURL,
): Promise<[Person, Person]> {
  const [mara, oleh] = await Promise.all([
    signIn(browser, wayOfMara, 'checker@example.org'),
    signIn(browser, baseURL, 'checker2@example.org'),
  ])
  await openClaim(mara.page, /120 civilians/)
  const { pathname, search } = new URL(mara.page.url())
  await oleh.page.goto(pathname + search)
  await liveText(mara.page, 'Notes').click()
  // Something to stand before and behind, so that the order of what both type is known.
  await mara.page.keyboard.type('middle')
  await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toBe('middle')
  await expect(savedBadge(mara.page)).toHaveText('Saved')
  return [mara, oleh]
}

async function setVerdict({ page }: Person, rating: string): Promise<void> {
  const change = page.getByRole('button', { name: 'Change verdict', exact: true })
  if (await change.isVisible()) await change.click()
  const form = page.getByRole('form', { name: /(?:Set|Change) verdict/u })
  await form.getByLabel('Rating').selectOption(rating)
  await form.getByLabel('Reason').fill('The list says otherwise.')
  await form.getByRole('button', { name: /(?:Set|Change) verdict/u }).click()
}

/** The row of the open claim. */
const verdictIn = ({ page }: Person) => page.locator('li[data-open]')

const both = async (one: Person, two: Person, wanted: RegExp) => {
  for (const { page } of [one, two]) await expect.poll(() => wordsIn(liveText(page, 'Notes'))).toMatch(wanted)
  expect(await wordsIn(liveText(one.page, 'Notes'))).toBe(await wordsIn(liveText(two.page, 'Notes')))
}

test('a cable that was pulled while both type loses nothing', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  await pullCable(mara.page)
  await mara.page.keyboard.type(' offline-mara')
  await expect(savedBadge(mara.page)).toContainText('Not saved')
  await liveText(oleh.page, 'Notes').click()
  await oleh.page.keyboard.press('Control+Home')
  await oleh.page.keyboard.type('online-oleh ')
  await expect(savedBadge(oleh.page)).toHaveText('Saved')
  await picture(mara.page, 'cable-pulled')
  await lasting(outage)
  expect(await wordsIn(liveText(oleh.page, 'Notes'))).not.toContain('offline-mara')
  await mara.page.keyboard.type(' and-more')
  await mara.context.setOffline(false)
  await expect(savedBadge(mara.page)).toHaveText('Saved', promptly(5_000))
  await both(mara, oleh, /online-oleh [\s\S]*offline-mara and-more/u)
  await picture(mara.page, 'cable-back')
})

test('a page gives up connections that are not made, and is there as soon as they can be', async ({
  browser,
  server,
}) => {
  const { port, hostname } = new URL(server.baseURL)
  const wires = await Proxy.to(Number(port), () => 0)
  try {
    const [mara, oleh] = await twoInOneClaim(server, browser, `http://${hostname}:${wires.port}`)
    const tried: string[] = []
    mara.page.on('websocket', (socket) => tried.push(new URL(socket.url()).pathname.split('/')[2] ?? ''))
    await mara.page.clock.install()
    wires.weather = { kind: 'cut' }
    wires.reset()
    await mara.page.keyboard.type(' behind-the-cut')
    await liveText(oleh.page, 'Notes').click()
    await oleh.page.keyboard.press('Control+Home')
    await oleh.page.keyboard.type('meanwhile ')
    await expect(savedBadge(oleh.page)).toHaveText('Saved')
    const triedAnew = (room: string) => tried.indexOf(room) !== tried.lastIndexOf(room)
    // One after the other waits in vain, for ten seconds each; nobody tells the page so.
    for (let before = 0; before < 10 && !(triedAnew('claim') && triedAnew('report')); before = tried.length) {
      await expect.poll(() => tried.length).toBeGreaterThan(before)
      await mara.page.clock.fastForward(10_000)
    }
    expect(['claim', 'report'].filter(triedAnew)).toEqual(['claim', 'report'])
    await expect(savedBadge(mara.page)).toContainText('Not saved')
    await setVerdict(oleh, 'false')
    wires.weather = { kind: 'fine' }
    await expect(savedBadge(mara.page)).toHaveText('Saved')
    await both(mara, oleh, /^meanwhile middle behind-the-cut$/u)
    await expect(verdictIn(mara)).toContainText('False')
  } finally {
    await wires.close()
  }
})

test('a laptop that slept wakes to the present', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  await mara.page.keyboard.type(' before-sleep')
  await expect(savedBadge(mara.page)).toHaveText('Saved')
  await mara.page.evaluate(() => {
    document.body.dataset['ticks'] = '0'
    setInterval(() => (document.body.dataset['ticks'] = String(Number(document.body.dataset['ticks']) + 1)), 100)
  })
  const devtools = await mara.context.newCDPSession(mara.page)
  await devtools.send('Debugger.enable')
  // Nothing of the page runs: no timer, no answer to what comes over the wire.
  await devtools.send('Debugger.pause')
  await liveText(oleh.page, 'Notes').click()
  await oleh.page.keyboard.press('Control+Home')
  await oleh.page.keyboard.type('meanwhile ')
  await setVerdict(oleh, 'false')
  await lasting(outage)
  await devtools.send('Debugger.resume')
  await devtools.detach()
  expect(Number(await mara.page.locator('body').getAttribute('data-ticks'))).toBeLessThan(outage / 200)
  await mara.page.keyboard.type(' awake')
  await expect(savedBadge(mara.page)).toHaveText('Saved')
  await both(mara, oleh, /meanwhile [\s\S]*before-sleep awake/u)
  await expect(verdictIn(mara)).toContainText('False')
  await picture(mara.page, 'awake')
})

test('a page that missed deeds while it was cut off shows them when it is back', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  await pullCable(mara.page)
  await setVerdict(oleh, 'false')
  await expect(verdictIn(oleh)).toContainText('False')
  await expect(verdictIn(mara)).not.toContainText('False')
  await mara.context.setOffline(false)
  await expect(verdictIn(mara)).toContainText('False')
  await expect(savedBadge(mara.page)).toHaveText('Saved')
})

test('a sign-in that ended is renewed in the same tab and what was typed is sent, once', async ({
  browser,
  server,
}) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  await endSessions(server, 'checker@example.org')
  await expect(mara.page.getByText('Your sign-in has ended.')).toBeVisible()
  await liveText(mara.page, 'Notes').click()
  await mara.page.keyboard.press('Control+End')
  await mara.page.keyboard.type(' typed-signed-out')
  await expect(savedBadge(mara.page)).toContainText('Not saved')
  expect(await wordsIn(liveText(oleh.page, 'Notes'))).not.toContain('typed-signed-out')
  await picture(mara.page, 'signed-out')
  await renewSignIn(mara.page, 'checker@example.org')
  await expect(savedBadge(mara.page)).toHaveText('Saved')
  await both(mara, oleh, /^(?!.*typed-signed-out.*typed-signed-out)[\s\S]*typed-signed-out/u)
  await picture(mara.page, 'signed-in-again')
})

test('somebody else who signs in in the same tab does not send what was typed before', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  await endSessions(server, 'checker@example.org')
  await expect(mara.page.getByText('Your sign-in has ended.')).toBeVisible()
  await liveText(mara.page, 'Notes').click()
  await mara.page.keyboard.type('words-of-mara')
  await renewSignIn(mara.page, 'editor@example.org')
  await expect(mara.page.getByText(/Edith Editor is signed in in this browser now/u)).toBeVisible()
  await expect.poll(() => wordsIn(liveText(mara.page, 'Notes'))).toContain('words-of-mara')
  await expect(savedBadge(mara.page)).toContainText('Not saved')
  await picture(mara.page, 'somebody-else')
  await mara.page.getByRole('button', { name: 'Go on as Edith Editor' }).click()
  await expect(mara.page.getByText('Edith Editor, editor')).toBeVisible()
  await expect(savedBadge(mara.page)).toHaveText('Saved')
  expect(await wordsIn(liveText(mara.page, 'Notes'))).not.toContain('words-of-mara')
  expect(await wordsIn(liveText(oleh.page, 'Notes'))).not.toContain('words-of-mara')
})

test('a role that is removed mid-word stops the word', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  const typing = mara.page.keyboard.type(' abcdefghijklmnopqrstuvwxyz'.repeat(4), { delay: 40 })
  await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toContain('abc')
  await giveRoles(server, 'checker@example.org', ['auditor'])
  await typing
  await expect(mara.page.getByText(/You can no longer write here/u)).toBeInViewport()
  const seen = await wordsIn(liveText(oleh.page, 'Notes'))
  await picture(mara.page, 'role-removed')
  await mara.page.reload()
  await expect(savedBadge(mara.page)).toHaveText('Read only')
  expect(await wordsIn(liveText(mara.page, 'Notes'))).toBe(seen)
  expect(seen).not.toMatch(/(?:abcdefghijklmnopqrstuvwxyz ?){4}/u)
})

test('a duplicated tab is the same person twice', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  const twin = await mara.context.newPage()
  await twin.goto(mara.page.url())
  await liveText(twin, 'Notes').click()
  await twin.keyboard.press('Control+Home')
  await Promise.all([mara.page.keyboard.type(' from-one'), twin.keyboard.type('from-two ')])
  await both(mara, oleh, /from-two [\s\S]*from-one/u)
  await expect.poll(() => wordsIn(liveText(twin, 'Notes'))).toMatch(/from-two [\s\S]*from-one/u)
  await expect(oleh.page.getByRole('img', { name: /^Here: / }).first()).toHaveAccessibleName('Here: Mara Checker')
  await picture(oleh.page, 'two-tabs')
})

test('back and forward find what was typed and not yet saved', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  await pullCable(mara.page)
  await mara.page.keyboard.type(' kept-through-back')
  await expect(savedBadge(mara.page)).toContainText('Not saved')
  await mara.page
    .getByRole('link', { name: /270 troops/ })
    .first()
    .click()
  await expect(
    liveText(mara.page, 'Notes')
      .or(mara.page.getByText(/cannot be edited just now/u))
      .first(),
  ).toBeVisible()
  await mara.page.goBack()
  await expect.poll(() => wordsIn(liveText(mara.page, 'Notes'))).toContain('kept-through-back')
  await expect(savedBadge(mara.page)).toContainText('Not saved')
  await picture(mara.page, 'back-unsaved')
  await mara.page.goForward()
  await mara.context.setOffline(false)
  await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toContain('kept-through-back')
  await mara.page.goBack()
  await both(mara, oleh, /kept-through-back/u)
})

test('a database that dies is said, and what was typed is saved when it is back', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  const states: string[] = []
  await mara.page.exposeFunction('noteState', (state: string) => states.push(state))
  await savedBadge(mara.page).evaluate((badge) => {
    const note = () => (window as never as { noteState(state: string): void }).noteState(badge.dataset['state'] ?? '')
    new MutationObserver(note).observe(badge, { attributes: true, childList: true, subtree: true })
  })
  server.killDatabase()
  await mara.page.keyboard.type(' while-the-database-is-away')
  await picture(mara.page, 'database-away')
  await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toContain('while-the-database-is-away')
  await expect(savedBadge(mara.page)).toHaveText('Saved', promptly(5_000))
  expect(states).toContain('saving')
  await both(mara, oleh, /^middle while-the-database-is-away$/u)
})

test('a server that is restarted in order loses nothing and is back on every screen', async ({ browser, server }) => {
  const [mara, oleh] = await twoInOneClaim(server, browser)
  const typing = mara.page.keyboard.type(' typed-through-the-restart'.repeat(6), { delay: 25 })
  const { code, milliseconds } = await server.restart()
  expect(code).toBe(0)
  expect(milliseconds).toBeLessThan(10_000)
  await typing
  await expect(savedBadge(mara.page)).toHaveText('Saved')
  await both(mara, oleh, /^middle(?: typed-through-the-restart){6}$/u)
})
