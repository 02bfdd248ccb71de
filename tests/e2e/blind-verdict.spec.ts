/*
 * Two people rate a claim, each before seeing the other's rating: what the first one gives is in nothing that the second
 * one's browser gets until they have given theirs.
 */
import { randomBytes } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { expectNothingFound } from './support/axe.ts'
import { openClaim, signIn, type Person } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'

const word = `canary${randomBytes(8).toString('hex')}`

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict', exact: true })
const form = (page: Page) => verdict(page).getByRole('form', { name: /^Give (?:your|another) rating/u })
const stage = (page: Page) => page.getByRole('group', { name: 'Stage' })
const differing = (page: Page) => verdict(page).getByRole('list', { name: 'Two people rated it differently:' })

const row = (page: Page, claimId: string) => page.locator(`li[data-claim="${claimId}"]`)

/** Has an admin ask for a second verdict, or not any more. */
async function askForSecond(admin: Person, isAsked: boolean): Promise<void> {
  await admin.page.goto('/settings')
  const rules = admin.page.getByRole('form', { name: 'What the team asks of a claim' })
  await rules.getByRole('checkbox', { name: 'A second, blind verdict' }).setChecked(isAsked)
  await rules.getByRole('button', { name: /^Save/u }).click()
  await expect(rules.getByText('Not sent yet')).toHaveCount(0)
}

async function rate(page: Page, rating: string, reason: string): Promise<void> {
  await form(page).getByLabel('Rating').selectOption({ label: rating })
  await form(page).getByLabel('Reason').fill(reason)
  await form(page).getByRole('button', { name: /^Give/u }).click()
}

/** Without what every form offers. */
const withoutOptions = (text: string): string => text.replaceAll(/<option[^>]*>[^<]*<\/option>/gu, '')

/** Everything that a browser gets from now on: the bodies of answers, and what its sockets hear. */
function listening({ page }: Person): () => Promise<string> {
  const frames: string[] = []
  const bodies: Promise<string>[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(Buffer.from(payload).toString('utf8'))),
  )
  page.on('response', (response) => {
    // Scripts, styles and forms know every rating that there is.
    if (!['script', 'stylesheet'].includes(response.request().resourceType()))
      bodies.push(response.text().catch(() => ''))
  })
  return async () => withoutOptions([...frames, ...(await Promise.all(bodies))].join('\n'))
}

const tracesIn = (found: string, ...traces: string[]) => traces.filter((trace) => found.includes(trace))

/** What somebody finds who asks for every page and its data that could tell. */
async function everything({ context }: Person, reportId: string, claimId: string): Promise<string> {
  const paths = [
    `/reports/${reportId}`,
    `/reports/${reportId}/review`,
    `/reports/${reportId}/history`,
    `/claims/${claimId}/history`,
    `/claims/${claimId}/replay`,
    '/inbox',
    '/history',
    '/',
  ].flatMap((path) => [`${path}?claim=${claimId}`, `${path === '/' ? '/_root' : path}.data?claim=${claimId}`])
  const answers: string[] = []
  for (const path of [...paths, `/reports/${reportId}/claims.csv`, '/inbox/marks']) {
    const answer = await context.request.get(path, { headers: { accept: '*/*' } })
    answers.push(await answer.text())
  }
  return withoutOptions(answers.join('\n'))
}

async function three(browser: Browser, server: RunningServer): Promise<[Person, Person, Person]> {
  const names = ['checker', 'checker2', 'admin']
  return (await Promise.all(names.map((name) => signIn(browser, server.baseURL, `${name}@example.org`)))) as [
    Person,
    Person,
    Person,
  ]
}

test('two people rate a claim blind: they differ, it goes back, they rate it again and agree', async ({
  browser,
  server,
}) => {
  const [mara, oleh, ada] = await three(browser, server)
  await askForSecond(ada, true)
  const heard = listening(oleh)
  const claimId = await openClaim(mara.page, /390 people/u)
  const reportId = new URL(mara.page.url()).pathname.split('/').at(-1) ?? ''
  await oleh.page.goto(mara.page.url())
  await expect(verdict(oleh.page)).toContainText('by Mara Checker')
  await expect(stage(mara.page)).toContainText('in review')

  await test.step('the first gives a rating by the keyboard; a refusal keeps what was typed', async () => {
    await mara.page.locator('[data-claim-pane]').focus()
    await mara.page.keyboard.press('v')
    await expect(form(mara.page).getByLabel('Rating')).toBeFocused()
    await expect(form(mara.page).getByLabel('Rating')).toHaveValue('')
    await rate(mara.page, 'Half true (3/5)', '')
    await expect(form(mara.page).getByLabel('Reason')).toBeFocused()
    await expect(form(mara.page).getByLabel('Reason')).toHaveAccessibleDescription(/Say why/u)
    await expect(form(mara.page).getByLabel('Rating')).toHaveValue('half-true')
    await mara.page.keyboard.type(word)
    await mara.page.keyboard.press('Control+Enter')
    await expect(verdict(mara.page)).toContainText('Waiting for a second person.')
    await expect(verdict(mara.page)).toContainText('Half true')
    await expect(verdict(mara.page)).toContainText(word)
    await expect(verdict(mara.page).getByRole('button', { name: 'Give another rating' })).toBeVisible()
    await expectNothingFound(mara.page, 'one’s own rating that waits')
  })

  await test.step('the second knows who gave one, and finds no trace of what it is', async () => {
    const known = 'Mara Checker has given a rating; it is shown once a second person has given theirs.'
    await expect(verdict(oleh.page)).toContainText(known)
    await expect(form(oleh.page)).toHaveAccessibleName(
      'Give your rating (Mara Checker has given one, which you see afterwards)',
    )
    await expect(form(oleh.page).getByRole('button', { name: 'Give your rating' })).toBeEnabled()
    await expectNothingFound(oleh.page, 'a rating that somebody else has given')
    await oleh.page.reload()
    await expect(verdict(oleh.page)).toContainText(known)
    for (const found of [await heard(), await everything(oleh, reportId, claimId)]) {
      // It was looked for where it would be.
      expect(tracesIn(found, 'rating.give', word, 'half-true', 'Half true')).toEqual(['rating.give'])
    }
    expect(tracesIn(await everything(mara, reportId, claimId), word)).toEqual([word])
  })

  await test.step('they differ: both see both, and the claim goes back', async () => {
    await rate(oleh.page, 'Unproven', 'Nobody counted them.')
    for (const { page } of [mara, oleh]) {
      await expect(differing(page).getByRole('listitem')).toHaveCount(2)
      await expect(differing(page).getByRole('listitem').nth(0)).toContainText('Half true3/5 by Mara Checker')
      await expect(differing(page).getByRole('listitem').nth(0)).toContainText(word)
      await expect(differing(page).getByRole('listitem').nth(1)).toContainText('Unproven by Oleh Checker')
      await expect(differing(page).getByRole('listitem').nth(1)).toContainText('Nobody counted them.')
      await expect(verdict(page)).toContainText('True')
      await expect(stage(page)).toContainText('checking')
      await expect(row(page, claimId)).toContainText('ratings differ, to be settled')
      await expectNothingFound(page, 'two ratings that differ')
    }
    await mara.page.goto('/inbox')
    await mara.page.getByRole('link', { name: 'Oleh Checker rated a claim differently than you' }).click()
    await expect(differing(mara.page)).toBeVisible()
  })

  await test.step('they rate it again, equally: the verdict stands with both names', async () => {
    await rate(oleh.page, 'Mostly true (4/5)', 'Both sides say so.')
    await expect(verdict(mara.page)).toContainText('Oleh Checker has given a rating')
    await expect(differing(mara.page)).toBeVisible()
    await rate(mara.page, 'Mostly true (4/5)', 'The lists agree.')
    for (const { page } of [mara, oleh]) {
      await expect(verdict(page)).toContainText('Mostly true4/5 by Oleh Checker')
      await expect(verdict(page)).toContainText('Both sides say so.')
      await expect(verdict(page)).toContainText('Mara Checker rated it the same: The lists agree.')
      await expect(differing(page)).toHaveCount(0)
      await expect(row(page, claimId)).not.toContainText('to be settled')
      await expectNothingFound(page, 'a verdict of two')
    }
    await mara.page.goto(`/claims/${claimId}/history`)
    await expect(mara.page.getByText('gave the same rating as Oleh Checker: the verdict is Mostly true')).toBeVisible()
    await expect(mara.page.getByText('gave the first rating: Half true')).toBeVisible()
  })
})

test('what somebody types for a rating is there when the team does not ask for one any more', async ({
  browser,
  server,
}) => {
  const [mara, , ada] = await three(browser, server)
  await askForSecond(ada, true)
  await openClaim(mara.page, /390 people/u)
  await verdict(mara.page).getByRole('button', { name: 'Give your rating' }).click()
  await form(mara.page).getByLabel('Reason').fill('Half of a sentence')
  await askForSecond(ada, false)
  const direct = verdict(mara.page).getByRole('form', { name: 'Change verdict' })
  await expect(direct.getByLabel('Reason')).toHaveValue('Half of a sentence')
  await direct.getByLabel('Rating').selectOption({ label: 'False (1/5)' })
  await direct.getByRole('button', { name: 'Change verdict' }).click()
  await expect(verdict(mara.page)).toContainText('False1/5 by Mara Checker')
})
