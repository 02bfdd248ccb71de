import type { Browser, Page } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { entry } from '#db/schema/history.ts'
import { member } from '#db/schema/identity.ts'
import { textKind } from '#server/history/entry.ts'
import { deed, doing } from './support/deeds/deed.ts'
import { startOnEmptyDatabase } from './support/empty-database.ts'
import { liveText, promptly, savedBadge, typeInNotes, wordsIn, type Person } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'
import { expectNothingFound } from './support/axe.ts'
import { isContent, takeWire, type Wire } from './support/wire.ts'

const password = 'a password of enough letters'

const setUpLinks = (server: RunningServer): string[] =>
  [...server.output().matchAll(/http:\S+\/set-up#[\w-]{43}/gu)].map(([link]) => link)

async function newcomer(browser: Browser, server: RunningServer): Promise<Person> {
  const context = await browser.newContext({ baseURL: server.baseURL })
  return { context, page: await context.newPage() }
}

/** Founds the team through the link that the first start printed, with one mistake on the way. */
async function setUp(server: RunningServer, { page, context }: Person): Promise<void> {
  await expect.poll(() => setUpLinks(server)).toHaveLength(1)
  const asked: string[] = []
  context.on('request', (request) => asked.push(request.url(), request.headers()['referer'] ?? ''))
  const link = setUpLinks(server)[0] ?? ''
  await page.goto(link)
  const key = link.split('#')[1] ?? ''
  await expect(page.getByLabel(/^Key of the set-up link/u)).toHaveValue(key)
  await expectNothingFound(page, 'set-up')
  await page.getByLabel(/^Name of the team/u).fill('Night desk')
  await page.getByLabel(/^Your name/u).fill('Ada Admin')
  await page.getByLabel(/^E-mail/u).fill('ada@example.org')
  await page.getByLabel(/^Password/u).fill('short')
  await page.getByRole('button', { name: 'Found the team' }).click()
  await expect(page.getByRole('alert')).toContainText('A password has at least 12 characters.')
  await expect(page.getByLabel(/^Name of the team/u)).toHaveValue('Night desk')
  await expect(page.getByLabel(/^Key of the set-up link/u)).toHaveValue(key)
  await page.getByLabel(/^Password/u).fill(password)
  await page.getByRole('button', { name: 'Found the team' }).click()
  await expect(page.getByRole('heading', { name: 'Team: Night desk' })).toBeVisible()
  await expect(page.getByText('Ada Admin, admin')).toBeVisible()
  expect(asked.filter((each) => new URL(each || 'http://x').href.split('#')[0]?.includes(key))).toEqual([])
}

/** Invites somebody on the team page; answers the link. */
async function invite(ada: Page, email: string, role: RegExp): Promise<string> {
  const form = ada.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('E-mail').fill(email)
  for (const box of await form.getByRole('checkbox').all()) await box.uncheck()
  await form.getByLabel(role).check()
  await form.getByRole('button', { name: 'Invite' }).click()
  await expect(ada.locator('li').filter({ hasText: email })).toBeVisible()
  return ada.getByLabel('Invitation link').inputValue()
}

async function accept({ page }: Person, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel(/^Your name/u).fill(name)
  await page.getByLabel(/^Password/u).fill(password)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible()
}

/** Brings a report in and makes a claim of its first words; answers the address of the claim. */
async function bringIn(server: RunningServer, { page, context }: Person): Promise<string> {
  await page.getByRole('link', { name: 'New report' }).click()
  await page.getByLabel(/^Title/u).fill('Budget')
  await page.getByLabel(/^Text/u).fill('Taxes rose. So it goes.')
  await page.getByRole('button', { name: 'Create report' }).click()
  await page.waitForURL(/\/reports\/[^/]{36}/u)
  const { pathname } = new URL(page.url())
  const making = deed('claim.make', `${pathname}/claims`, { edition: '1', start: '0', end: '11' })
  const made = (await (await doing(context, server.baseURL, making)).json()) as { id: string }
  return `${pathname}?claim=${made.id}`
}

/** Nina mentions Ned beside the claim; he comes from his inbox to the very thread. */
async function mention(nina: Page, ned: Page): Promise<void> {
  await nina.getByRole('button', { name: 'Comment on the claim' }).click()
  await nina.keyboard.type('Is this right, @Ne')
  await expect(nina.getByRole('option', { name: 'Ned New' })).toBeVisible()
  await nina.keyboard.press('Enter')
  await nina.getByRole('form', { name: 'Comment on the claim' }).getByRole('button', { name: 'Comment' }).click()
  await expect(ned.getByRole('link', { name: 'Inbox, 1 unread' })).toBeVisible()
  await ned.goto('/inbox')
  await ned.getByRole('link', { name: 'Nina New mentioned you' }).click()
  await expect(ned.locator('[data-thread-item]')).toContainText('Is this right, @Ned New')
  await expect(ned.locator('[data-thread-item]')).toBeFocused()
}

/** Gives Ned another role while he is in the middle of a word that has not reached the server. */
async function demoteMidWord(ada: Page, ned: Page, wire: Wire): Promise<void> {
  wire.toServer = (frame) => (isContent(frame) ? null : frame)
  await typeInNotes(ned, ' half a wo')
  await expect(savedBadge(ned)).not.toHaveText('Saved')
  await ada.getByRole('button', { name: 'Change roles of Ned New' }).click()
  const form = ada.getByRole('form', { name: 'Change roles of Ned New' })
  await form.getByLabel(/^Checker/u).uncheck()
  await form.getByLabel(/^Auditor/u).check()
  await form.getByRole('button', { name: 'Save roles' }).click()
  await expect(ned.getByText(/You can no longer write here/u)).toBeVisible(promptly(2_000))
  await ned.keyboard.type('rd')
  await expect(ned.getByRole('textbox', { name: 'Notes' })).toHaveValue(/ half a wo$/u)
}

/** What somebody has written after they were given their last role. */
const writtenSince = (server: RunningServer, name: string) =>
  server.inDatabase(async (db) => {
    const [found] = await db.select().from(member).where(eq(member.name, name))
    const all = await db.select().from(entry).where(eq(entry.kind, textKind))
    return all.filter(({ actor, seq }) => actor === found?.personId && seq > found.seq)
  })

test('an empty team is set up, fills, writes together, and loses people while they type', async ({ browser }) => {
  const server = await startOnEmptyDatabase()
  try {
    const [ada, nina, ned] = [
      await newcomer(browser, server),
      await newcomer(browser, server),
      await newcomer(browser, server),
    ]
    await setUp(server, ada)
    await server.restart()
    expect(setUpLinks(server)).toHaveLength(1)
    await nina.page.goto(setUpLinks(server)[0] ?? '')
    await expect(nina.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await ada.page.reload()
    const links = [
      await invite(ada.page, 'nina@example.org', /^Editor/u),
      await invite(ada.page, 'ned@example.org', /^Checker/u),
    ]
    const wire = await takeWire(ned.page)
    await accept(nina, links[0] ?? '', 'Nina New')
    await accept(ned, links[1] ?? '', 'Ned New')
    const claim = await bringIn(server, nina)
    await nina.page.goto(claim)
    await ned.page.goto(claim)
    await typeInNotes(nina.page, 'by nina')
    await expect.poll(() => wordsIn(liveText(ned.page, 'Notes'))).toBe('by nina')
    await typeInNotes(ned.page, ', by ned')
    await expect.poll(() => wordsIn(liveText(nina.page, 'Notes'))).toBe('by nina, by ned')
    await expect(savedBadge(ned.page)).toHaveText('Saved')

    await mention(nina.page, ned.page)
    await expect(savedBadge(ned.page)).toHaveText('Saved')
    await ada.page.reload()
    await demoteMidWord(ada.page, ned.page, wire)
    await expect.poll(() => wordsIn(liveText(nina.page, 'Notes'))).toBe('by nina, by ned')
    expect(await writtenSince(server, 'Ned New')).toEqual([])

    await ada.page.getByRole('button', { name: 'Remove Nina New' }).click()
    await ada.page.getByRole('button', { name: 'Remove Nina New' }).click()
    await expect(nina.page.getByText('You are no longer a member of Night desk.')).toBeVisible(promptly(1_000))
    await typeInNotes(nina.page, ' too late')
    await nina.page.goto('/').catch(() => {})
    await expect(nina.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    expect(await writtenSince(server, 'Nina New')).toEqual([])

    await ada.page.getByRole('link', { name: 'History of the team' }).click()
    await expect(ada.page.locator('li[data-seq]').first()).toContainText('Ada Admin removed Nina New from the team')
    await expect(ada.page.locator('li[data-seq]').nth(1)).toContainText('Ada Admin changed the roles of Ned New')
    await expect(ada.page.locator('main')).not.toContainText('example.org')
    await server.verifyHistory()
  } finally {
    await Promise.all(browser.contexts().map((context) => context.close()))
    await server.stop()
  }
})
