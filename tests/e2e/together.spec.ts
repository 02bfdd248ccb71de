import type { Page } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { claimText } from '#db/schema/claims.ts'
import { liveText, openClaim, promptly, savedBadge, signIn, textThen, wordsIn, type Person } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'

/** Types into one live text, takes a word back and puts another in its place. */
async function edit({ page }: Person, label: 'Statement' | 'Analysis', edge: 'Home' | 'End', words: readonly string[]) {
  const [first, wrong, right] = words as [string, string, string]
  await liveText(page, label).click()
  await page.keyboard.press(edge)
  await page.keyboard.type(`${first}${wrong}`, { delay: 15 })
  for (const _ of wrong) await page.keyboard.press('Backspace', { delay: 10 })
  await page.keyboard.type(right, { delay: 15 })
}

async function storedTexts(server: RunningServer, claimId: string) {
  const rows = await server.inDatabase((db) => db.select().from(claimText).where(eq(claimText.claimId, claimId)))
  return { Statement: rows[0]?.statement, Analysis: rows[0]?.analysis }
}

test('four people work on one claim at once', async ({ browser, server }) => {
  const emails = ['checker', 'checker2', 'editor', 'auditor'].map((name) => `${name}@example.org`)
  const people = await Promise.all(emails.map((email) => signIn(browser, server.baseURL, email)))
  const [mara, oleh, edith, audit] = people as [Person, Person, Person, Person]
  const claimId = await openClaim(mara.page, /270 troops/)
  await Promise.all(people.slice(1).map(({ page }) => page.goto(mara.page.url())))
  for (const { page } of people) await expect.poll(() => wordsIn(liveText(page, 'Statement'))).toBe('270 troops')

  await test.step('two checkers type, delete and replace in the same texts', async () => {
    await Promise.all([
      edit(mara, 'Statement', 'End', [' came home', ' by train', ' by bus']),
      edit(oleh, 'Statement', 'Home', ['Russia says ', 'nearly ', 'about ']),
    ])
    await Promise.all([
      edit(mara, 'Analysis', 'Home', ['The ministry gave ', 'one number', 'two numbers']),
      edit(oleh, 'Analysis', 'End', ['. No list ', 'exists', 'was published']),
    ])
    for (const label of ['Statement', 'Analysis'] as const) {
      const wanted =
        label === 'Statement'
          ? 'Russia says about 270 troops came home by bus'
          : await wordsIn(liveText(mara.page, label))
      for (const { page } of people) await expect.poll(() => wordsIn(liveText(page, label))).toBe(wanted)
      for (const { page } of [mara, oleh]) await expect(savedBadge(page)).toHaveText('Saved')
      await expect.poll(async () => (await storedTexts(server, claimId))[label]).toBe(wanted)
    }
    for (const words of ['two numbers', 'was published']) {
      await expect(liveText(edith.page, 'Analysis')).toContainText(words)
    }
  })

  await test.step('a source and a verdict reach everyone, promptly', async () => {
    const { page } = oleh
    await page.getByRole('button', { name: 'Attach a source' }).click()
    const form = page.getByRole('form', { name: 'Attach a source' })
    await form.getByLabel('Address (URL)').fill('https://example.org/ministry')
    await form.getByLabel('Title').fill('Statement of the ministry')
    await form.getByLabel('Quoted words').fill('270 servicemen')
    await form.getByRole('button', { name: 'Attach', exact: true }).click()
    await expectSoon(people, ({ page: each }) => each.getByText('Statement of the ministry').last())
    const verdict = page.getByRole('form', { name: 'Set verdict' })
    await verdict.getByLabel('Rating').selectOption('mostly-true')
    await verdict.getByLabel('Reason').fill('One side only has named the number.')
    await verdict.getByRole('button', { name: 'Set verdict' }).click()
    await expectSoon(people, ({ page: each }) => each.getByText('One side only has named the number.').last())
  })

  await test.step('the history names who did what, with before and after', async () => {
    const { page } = audit
    await page.goto(`/claims/${claimId}/history`)
    await expect(page.locator('li[data-seq] ins').first()).toBeVisible()
    const changes = await shownChanges(page)
    const stored = await storedTexts(server, claimId)
    for (const [label, person, added] of [
      ['Statement', 'Mara Checker', ' came home by bus'],
      ['Statement', 'Oleh Checker', 'Russia says about '],
      ['Analysis', 'Mara Checker', 'The ministry gave two numbers'],
      ['Analysis', 'Oleh Checker', '. No list was published'],
    ] as const) {
      const [latest] = changes.filter((each) => each.person === person && each.label === label)
      // Each shows the text as it stood after that person's own last edit, the newest what stands now.
      expect(changes.find((each) => each.label === label)?.after).toBe(stored[label])
      await page.goto(`/claims/${claimId}/replay?at=${latest?.seq}`)
      await expect.poll(() => textThen(page, label)).toBe(latest?.after)
      expect(latest?.added).toContain(added)
      expect(latest?.before).not.toContain(added)
    }
    const namesOfOleh = changes.filter(({ person }) => person === 'Oleh Checker').map(({ added }) => added)
    expect(namesOfOleh.join()).not.toMatch(/came home|ministry gave/)
    await page.goto(`/claims/${claimId}/history`)
    const item = (words: string) => page.getByRole('listitem').filter({ hasText: words })
    for (const words of ['attached “Statement of the ministry” as evidence', 'One side only has named the number.']) {
      await expect(item(words).getByRole('link', { name: 'Oleh Checker' })).toBeVisible()
    }
  })
  for (const { context } of people) await context.close()
})

/** The changes that a history page shows, newest first, with the words before, after and added of each. */
const shownChanges = (page: Page) =>
  page.locator('li[data-seq]').evaluateAll((items) =>
    items.flatMap((item) => {
      const person = item.querySelector('a')?.textContent ?? ''
      return [...item.querySelectorAll('div')].map((part) => {
        const [label, words] = [...part.children]
        const said = (...tags: string[]) =>
          [...(words?.children ?? [])]
            .filter(({ tagName }) => tags.includes(tagName))
            .map(({ lastChild }) => lastChild?.textContent ?? '')
            .join('')
        return {
          seq: item.getAttribute('data-seq'),
          person,
          label: label?.textContent ?? '',
          before: said('SPAN', 'DEL'),
          after: said('SPAN', 'INS'),
          added: said('INS'),
        }
      })
    }),
  )

type Found = (person: Person) => ReturnType<Person['page']['getByText']>
const expectSoon = (people: readonly Person[], found: Found) =>
  Promise.all(people.map((person) => expect(found(person)).toBeVisible(promptly(1_000))))
