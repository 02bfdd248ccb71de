import { demoPassword } from '#server/demo/team.ts'
import type { Page } from '@playwright/test'
import { inArray } from 'drizzle-orm'
import { account, session } from '#db/schema/identity.ts'
import { entry } from '#db/schema/history.ts'
import { textKind } from '#server/history/entry.ts'
import { endSessions, removeFromTeam } from './support/rights.ts'
import {
  comeBack,
  liveText,
  openClaim,
  openDemoReport,
  savedBadge,
  signIn,
  signInBeside,
  typeInNotes,
  wordsIn,
} from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'

/** Whose entries stand in the history after this one, by e-mail and kind. */
function entriesAfter(server: RunningServer, seq: number): Promise<string[]> {
  return server.inDatabase(async (db) => {
    const entries = (await db.select().from(entry).orderBy(entry.seq)).filter((each) => each.seq > seq)
    const ids = entries.map(({ actor }) => actor).filter((id) => id !== null)
    const people = ids.length === 0 ? [] : await db.select().from(account).where(inArray(account.id, ids))
    return entries.map(({ actor, kind }) => `${people.find(({ id }) => id === actor)?.email} ${kind}`)
  })
}

const lastEntry = (server: RunningServer): Promise<number> =>
  server.inDatabase(async (db) => Math.max(...(await db.select().from(entry)).map(({ seq }) => seq)))

const someoneElse = (page: Page) => page.getByText(/Edith Editor is signed in in this browser now/u)

test('whoever presses “Sign out” is signed out, and sent to sign in', async ({ browser, server }) => {
  const { page } = await signIn(browser, server.baseURL, 'checker@example.org')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/\/sign-in/u)
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('signing in and out needs no script, as before the page has loaded its own', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.baseURL, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill('checker@example.org')
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Mara Checker, checker')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('after somebody else signed in in another tab, a page that was open sends nothing under their name', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openDemoReport(page)
  await expect(savedBadge(page)).toHaveText('Saved')
  const beside = await context.newPage()
  await beside.goto('/')
  await beside.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible()
  await signInBeside(page, 'editor@example.org')
  const before = await lastEntry(server)

  await comeBack(page)
  await expect(someoneElse(page)).toBeVisible()
  await expect(page.getByText('Your sign-in has ended.')).toHaveCount(0)
  await expect(page.getByText('Mara Checker, checker')).toBeVisible()
  const refused = page.waitForResponse((response) => response.url().endsWith('/client'))
  await page
    .getByRole('link', { name: /120 civilians/u })
    .first()
    .click()
  expect((await refused).status()).toBe(409)
  const form = page.getByRole('form', { name: /(Set|Change) verdict/u })
  await form.getByLabel('Rating').selectOption('half-true')
  await form.getByLabel('Reason').fill('Typed by Mara.')
  await form.getByRole('button', { name: /verdict$/u }).click()
  await expect(form.getByRole('alert')).toContainText('Edith Editor is signed in now, so this was not done')
  await expect(form.getByLabel('Reason')).toHaveValue('Typed by Mara.')
  expect(await entriesAfter(server, before)).toEqual([])

  await signInBeside(page, 'checker@example.org')
  await comeBack(page)
  await expect(someoneElse(page)).toHaveCount(0)
  await typeInNotes(page, 'by mara')
  await expect(savedBadge(page)).toHaveText('Saved')
  await form.getByRole('button', { name: /verdict$/u }).click()
  await expect(page.getByText('Typed by Mara.').first()).toBeVisible()
  const entries = await entriesAfter(server, before)
  expect(new Set(entries)).toEqual(new Set([`checker@example.org ${textKind}`, 'checker@example.org verdict.set']))
  await context.close()
})

test('a page whose cookie was replaced while its person is still signed in sends nothing under any name', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/u)
  const edith = await signIn(browser, server.baseURL, 'editor@example.org')
  await context.addCookies(await edith.context.cookies())
  const before = await lastEntry(server)
  await comeBack(page)
  await expect(someoneElse(page)).toBeVisible()
  await typeInNotes(page, 'by whom?')
  await expect(savedBadge(page)).toContainText('Not saved')
  await server.restart()
  await typeInNotes(page, ' and more')
  await expect(savedBadge(page)).toContainText('Not saved')
  expect(await entriesAfter(server, before)).toEqual([])

  await page.getByRole('button', { name: 'Go on as Edith Editor' }).click()
  await expect(page.getByText('Edith Editor, editor')).toBeVisible()
  await expect(someoneElse(page)).toHaveCount(0)
  await expect.poll(() => wordsIn(liveText(page, 'Notes'))).toBe('')
  await typeInNotes(page, 'by edith')
  await expect(savedBadge(page)).toHaveText('Saved')
  expect((await entriesAfter(server, before)).at(-1)).toBe(`editor@example.org ${textKind}`)
  await context.close()
  await edith.context.close()
})

test('whoever signs in on a page of somebody else ends that sign-in, and nothing more goes out under it', async ({
  browser,
  server,
}) => {
  const { page: edith, context } = await signIn(browser, server.baseURL, 'editor@example.org')
  await openClaim(edith, /120 civilians/u)
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(mara.page, /120 civilians/u)
  await endSessions(server, 'checker@example.org')
  await expect(mara.page.getByText('Your sign-in has ended.')).toBeVisible()
  // The two pages share a browser from here on, in which Edith is signed in.
  await mara.context.addCookies(await context.cookies())
  const before = await lastEntry(server)
  await mara.page.getByRole('button', { name: 'Sign in again' }).click()
  const dialog = mara.page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill('checker@example.org')
  await dialog.getByLabel('Password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(mara.page.getByText('Your sign-in has ended.')).toHaveCount(0)
  await expect(edith.getByText('Your sign-in has ended.')).toBeVisible()
  await typeInNotes(edith, 'by whom?')
  await expect(savedBadge(edith)).toContainText('Not saved')
  expect(await entriesAfter(server, before)).toEqual([])
  await context.close()
  await mara.context.close()
})

test('an open page that loads by itself is no use of its session; opening a page is', async ({ browser, server }) => {
  const { page, context } = await signIn(browser, server.baseURL, 'editor@example.org')
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/u)
  await mara.page.goto(page.url())
  const old = new Date(Date.now() - 2 * 24 * 60 * 60_000)
  const sessions = () => server.inDatabase(async (db) => db.select().from(session))
  await server.inDatabase(async (db) => void (await db.update(session).set({ lastSeenAt: old })))
  await setVerdict(mara.page, 'Seen by an open page.')
  await expect(page.getByText('Seen by an open page.').first()).toBeVisible()
  expect((await sessions()).filter(({ lastSeenAt }) => lastSeenAt.getTime() === old.getTime())).toHaveLength(1)
  await page.reload()
  expect((await sessions()).filter(({ lastSeenAt }) => lastSeenAt.getTime() === old.getTime())).toHaveLength(0)
  await context.close()
  await mara.context.close()
})

async function setVerdict(page: Page, reason: string): Promise<void> {
  const form = page.getByRole('form', { name: /(Set|Change) verdict/u })
  await form.getByLabel('Rating').selectOption('half-true')
  await form.getByLabel('Reason').fill(reason)
  await form.getByRole('button', { name: /verdict$/u }).click()
}

test('a page signs out its own person, nobody who signed in since, and says who is signed out', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  const edith = await signIn(browser, server.baseURL, 'editor@example.org')
  await context.addCookies(await edith.context.cookies())
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('Edith Editor, editor')).toBeVisible()
  await edith.page.reload()
  await expect(edith.page.getByText('Edith Editor, editor')).toBeVisible()

  const beside = await edith.context.newPage()
  await openDemoReport(edith.page)
  await beside.goto('/')
  await beside.getByRole('button', { name: 'Sign out' }).click()
  await expect(edith.page.getByText('Edith Editor, editor · signed out')).toBeVisible()
  await expect(edith.page.getByRole('button', { name: 'Sign out' })).toHaveCount(0)
  await context.close()
  await edith.context.close()
})

test('words that wait are sent once their person signs in again, on whatever page that happens', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  const oleh = await signIn(browser, server.baseURL, 'checker2@example.org')
  await openClaim(page, /120 civilians/u)
  await oleh.page.goto(page.url())
  await endSessions(server, 'checker@example.org')
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible()
  await typeInNotes(page, 'waits')
  await page.getByRole('link', { name: 'Plumbline', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByText(/Words that you typed are not saved yet/u)).toBeVisible()
  await page.getByLabel('E-mail').fill('checker@example.org')
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible()
  await expect.poll(() => wordsIn(liveText(oleh.page, 'Notes'))).toBe('waits')
  await expect(page.getByText('Your sign-in has ended.')).toHaveCount(0)
  await expect(page.getByText(/Words that you typed are not saved yet/u)).toHaveCount(0)
  await context.close()
  await oleh.context.close()
})

test('a removed member is told so, and when they sign in again that what they typed will not be saved', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openClaim(page, /120 civilians/u)
  await removeFromTeam(server, 'checker@example.org')
  await expect(page.getByText('You are no longer a member of Demo newsroom.')).toBeVisible()
  await typeInNotes(page, 'too late')
  await expect(page.getByRole('button', { name: 'Sign in again' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await endSessions(server, 'checker@example.org')
  await comeBack(page)
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible()
  await page.getByRole('button', { name: 'Sign in again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill('checker@example.org')
  await dialog.getByLabel('Password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'Sign in again' }).click()
  await expect(dialog.getByRole('alert')).toContainText('You are no longer a member of a team here')
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByText(/was not saved and will not be; copy it/u)).toBeVisible()
  await expect(page.getByText(/is saved once you sign in again/u)).toHaveCount(0)
  expect(await wordsIn(liveText(page, 'Notes'))).toBe('too late')
  await context.close()
})
