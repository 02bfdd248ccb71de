import type { Page } from '@playwright/test'
import { demoPassword } from '#server/demo/team.ts'
import { endSessions } from './support/rights.ts'
import { liveText, openClaim, savedBadge, signIn, typeInNotes, wordsIn, type Person } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'

/** Two people with one claim open, both typing in its notes. */
async function twoTyping(server: RunningServer, browser: Parameters<typeof signIn>[0]): Promise<[Person, Person]> {
  const [mara, oleh] = (await Promise.all(
    ['checker', 'checker2'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )) as [Person, Person]
  await openClaim(mara.page, /120 civilians/)
  await oleh.page.goto(mara.page.url())
  await typeInNotes(mara.page, 'mara ')
  await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toBe('mara ')
  return [mara, oleh]
}

/** What the page loads anew is answered as a server answers that meets a mistake of its own, until told otherwise. */
async function breakLoading(page: Page, what: RegExp): Promise<() => Promise<void>> {
  await page.route(what, (route) => route.fulfill({ status: 500, body: 'Unexpected Server Error' }))
  return () => page.unroute(what)
}

/** What the page loads anew fails before it is sent, within the same turn of the page, until told otherwise. */
async function failLoading(page: Page, what: RegExp): Promise<() => Promise<void>> {
  const plain = await page.evaluateHandle(() => window.fetch)
  await page.evaluate(
    ([source, fetchIt]) => {
      const isWhat = new RegExp(source, 'u')
      window.fetch = async (input, init) => {
        if (isWhat.test(input instanceof Request ? input.url : String(input))) throw new TypeError('Failed to fetch')
        return fetchIt(input, init)
      }
    },
    [what.source, plain] as const,
  )
  return () => page.evaluate((fetchIt) => void (window.fetch = fetchIt), plain)
}

/** Keeps back what says that the server answers, until told to let it through. */
async function holdAnswers(page: Page): Promise<() => void> {
  let letThrough = () => {}
  const mayAnswer = new Promise<void>((resolve) => (letThrough = resolve))
  await page.route('**/readyz', async (route) => {
    await mayAnswer
    await route.continue()
  })
  return letThrough
}

const errorPage = (page: Page) => page.getByRole('heading', { name: 'Something went wrong' })

const ways = { 'is answered with an error': breakLoading, 'fails at once': failLoading }

for (const [how, breakIt] of Object.entries(ways))
  test(`a page whose loading ${how} stays, with what is typed in it, and shows later what it missed`, async ({
    browser,
    server,
  }) => {
    const [mara, oleh] = await twoTyping(server, browser)
    const mend = await breakIt(mara.page, /\/reports\/[^/]+(?:\.data|\/news)/u)
    const form = oleh.page.getByRole('form', { name: /(Set|Change) verdict/ })
    await form.getByLabel('Rating').selectOption('half-true')
    await form.getByLabel('Reason').fill('Seen only by Oleh.')
    await form.getByRole('button', { name: /verdict$/ }).click()
    await expect(mara.page.getByText(/The server does not answer/u)).toBeVisible()
    await expect(errorPage(mara.page)).toHaveCount(0)
    await typeInNotes(mara.page, 'types on')
    await expect(savedBadge(mara.page)).toHaveText('Saved')
    await expect(mara.page.getByText('Seen only by Oleh.')).toHaveCount(0)
    await mend()
    await expect(mara.page.getByText('Seen only by Oleh.').first()).toBeVisible()
    await expect(mara.page.getByText(/The server does not answer/u)).toHaveCount(0)
    expect(await wordsIn(liveText(mara.page, 'Notes'))).toBe('mara types on')
  })

test('two people type on while the database dies, and dies again', async ({ browser, server }) => {
  const [mara, oleh] = await twoTyping(server, browser)
  for (const round of ['one ', 'two ']) {
    server.killDatabase()
    await typeInNotes(mara.page, round)
    await expect(savedBadge(mara.page)).toHaveText('Saved')
    await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toContain(round.trim())
  }
  for (const { page } of [mara, oleh]) {
    await expect(errorPage(page)).toHaveCount(0)
    await expect.poll(() => wordsIn(liveText(page, 'Notes'))).toBe('mara one two ')
  }
})

test('the error page leads back to words that are not saved, and does not have them reloaded away', async ({
  browser,
  server,
}) => {
  const { page } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/)
  await endSessions(server, 'checker@example.org')
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible()
  await typeInNotes(page, 'not saved yet')
  await breakLoading(page, /\/history\.data/u)
  await page.getByRole('link', { name: 'History', exact: true }).click()
  await expect(errorPage(page)).toBeVisible()
  await expect(page.getByText(/are still in this page/u)).toBeVisible()
  await expect(page.getByText(/[Rr]eload the page to/u)).toHaveCount(0)
  await page.getByRole('link', { name: 'Go back to what you typed' }).click()
  await expect.poll(() => wordsIn(liveText(page, 'Notes'))).toBe('not saved yet')
})

test('whoever follows a link while the server is away, with words that are not saved, stays and is told', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/)
  await typeInNotes(page, 'saved')
  await expect(savedBadge(page)).toHaveText('Saved')
  const address = page.url()
  await server.kill9()
  await typeInNotes(page, ' not yet')
  for (const name of ['History', 'Plumbline']) {
    await page.getByRole('link', { name, exact: true }).first().click()
    await expect(page.getByText(/so you are still on this page/u)).toBeVisible()
    await expect.poll(() => wordsIn(liveText(page, 'Notes'))).toBe('saved not yet')
    expect(page.url()).toBe(address)
  }
  await server.start()
  await expect(savedBadge(page)).toHaveText('Saved')
  await expect(page.getByText(/so you are still on this page/u)).toHaveCount(0)
  await page.getByRole('link', { name: 'Plumbline', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible()
  await context.close()
})

test('a link or button that was pressed while loading failed is followed, whatever is loaded before the server answers', async ({
  browser,
  server,
}) => {
  const [mara, oleh] = await twoTyping(server, browser)
  const { page } = mara
  // The load that comes before the answer may take longer than a page waits for one: then it says so, and stays.
  await page.evaluate(() => void (AbortSignal.timeout = () => new AbortController().signal))
  const history = page.getByRole('heading', { name: /^History of/u })
  const followed = [
    { deed: 'Back to open', follow: () => page.getByRole('link', { name: 'History', exact: true }).click() },
    { deed: 'Assign to me', follow: () => page.evaluate(() => window.history.forward()) },
  ]
  for (const { deed, follow } of followed) {
    const mend = await breakLoading(page, /\/reports\/[^/]+(?:\.data|\/news)/u)
    await oleh.page.getByRole('button', { name: deed }).click()
    await expect(page.getByText(/The server does not answer/u)).toBeVisible()
    const answer = await holdAnswers(page)
    const asked = page.waitForRequest('**/readyz')
    await follow()
    await asked
    await mend()
    await expect(page.getByText(/The server does not answer/u)).toHaveCount(0)
    answer()
    await expect(history).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: /^Claim/u })).toBeVisible()
  }
})

test('a page that comes after a report that was left is not taken for one that cannot be loaded', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  const asked: string[] = []
  page.on('request', (request) => request.url().endsWith('/readyz') && asked.push(page.url()))
  await openClaim(page, /120 civilians/)
  await typeInNotes(page, 'connected')
  await expect(savedBadge(page)).toHaveText('Saved')
  await page.getByRole('link', { name: 'History', exact: true }).click()
  await page.getByRole('link', { name: /^←/u }).click()
  await page.getByRole('link', { name: 'Plumbline', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible()
  expect(asked).toEqual([])
  await context.close()
})

test('signing in again while the server is away fails with a sentence, and succeeds later with what was typed', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/)
  await endSessions(server, 'checker@example.org')
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible()
  await typeInNotes(page, 'waits')
  await page.getByRole('button', { name: 'Sign in again' }).click()
  const dialog = page.getByRole('dialog')
  const press = () => dialog.getByRole('button', { name: 'Sign in again' }).click()
  await dialog.getByLabel('E-mail').fill('checker@example.org')
  await dialog.getByLabel('Password').fill('not the password')
  await press()
  await expect(dialog.getByRole('alert')).toContainText('do not fit together')
  await server.kill9()
  await dialog.getByLabel('Password').fill(demoPassword)
  await press()
  await expect(dialog.getByRole('alert')).toContainText('The server could not be reached.')
  await expect(dialog.getByLabel('E-mail')).toHaveValue('checker@example.org')
  await expect(dialog.getByLabel('Password')).toHaveValue(demoPassword)
  await server.start()
  await press()
  await expect(dialog).toBeHidden()
  await expect(savedBadge(page)).toHaveText('Saved')
  expect(await wordsIn(liveText(page, 'Notes'))).toBe('waits')
  await context.close()
})
