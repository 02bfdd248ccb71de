import { liveText, openClaim, openDemoReport, signIn, wordsIn, type Person } from './support/people.ts'
import { expect, test } from './support/server.ts'

test('of two people who set one verdict, the second sees the first’s and loses nothing', async ({
  browser,
  server,
}) => {
  const [mara, oleh] = (await Promise.all(
    ['checker', 'checker2'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )) as [Person, Person]
  await openClaim(mara.page, /prisoners on both sides were tortured/)
  await oleh.page.goto(mara.page.url())
  const formOf = ({ page }: Person) => page.getByRole('form', { name: /(Set|Change) verdict/ })
  await formOf(oleh).getByLabel('Rating').selectOption('half-true')
  await formOf(oleh).getByLabel('Reason').fill('Only one report says so.')

  await formOf(mara).getByLabel('Rating').selectOption('true')
  await formOf(mara).getByLabel('Reason').fill('Two reports say so.')
  await formOf(mara).getByRole('button', { name: 'Set verdict' }).click()
  await expect(oleh.page.getByText('Two reports say so.').first()).toBeVisible()
  await expect(formOf(oleh).getByLabel('Reason')).toHaveValue('Only one report says so.')

  await formOf(oleh)
    .getByRole('button', { name: /verdict$/ })
    .click()
  await expect(formOf(oleh).getByRole('alert')).toContainText('Someone set the verdict while you had it open.')
  await expect(formOf(oleh).getByRole('alert')).toContainText('Two reports say so.')
  await expect(formOf(oleh).getByLabel('Reason')).toHaveValue('Only one report says so.')
  await formOf(oleh).getByRole('button', { name: 'Use mine anyway' }).click()
  await expect(mara.page.getByText('Only one report says so.').first()).toBeVisible()

  const figureOf = ({ page }: Person) => page.getByRole('form', { name: /(Add a|Edit the) figure/ })
  await mara.page.getByRole('button', { name: 'Add a figure' }).click()
  await figureOf(mara).getByLabel('Value').fill('12')
  // Of a date that is no whole one the browser would send nothing, though it stands in the field.
  await figureOf(mara).getByLabel('As of').pressSequentially('11')
  await figureOf(mara).getByRole('button', { name: 'Save figure' }).click()
  await expect(figureOf(mara).getByText('There is no such day.').first()).toBeVisible()
  await figureOf(mara).getByLabel('As of').fill('2024-11-11')
  await figureOf(mara).getByRole('button', { name: 'Save figure' }).click()
  await oleh.page.getByRole('button', { name: 'Edit the figure 12' }).click()
  await figureOf(oleh).getByLabel('Counts what, where').fill('Only those who spoke')
  await mara.page.getByRole('button', { name: 'Withdraw the figure 12' }).click()
  const gone = oleh.page.getByRole('group', { name: /^What you typed for something that is gone/ })
  await expect(gone).toContainText('Counts what, where: Only those who spoke')
  await expect(figureOf(oleh)).toHaveCount(0)
  await gone.getByRole('button', { name: 'Drop it' }).click()
  await expect(gone).toHaveCount(0)
  await mara.context.close()
  await oleh.context.close()
})

test('a report is brought in by paste or file; what cannot be one is told and nothing typed is lost', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await page.getByRole('link', { name: 'New report' }).click()
  await page.getByLabel('Title').fill('Harbour fire')
  await page.getByLabel('Publisher').fill('The Wire')
  await page.getByLabel('Language').fill('en')
  const file = (name: string, buffer: Buffer) =>
    page.getByLabel(/\.txt or \.md file/).setInputFiles({ name, mimeType: 'text/plain', buffer })
  const create = () => page.getByRole('button', { name: 'Create report' }).click()

  // Whoever has read the answer presses again, also while the page still loads its data anew.
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(/reports\/new\.data/u, async (route) => {
    if (route.request().method() === 'GET') await held
    // A load that another one ended waits for nothing any more.
    await route.continue().catch(() => {})
  })
  await create()
  await expect(page.getByText('The report is empty.').first()).toBeVisible()
  await file('photo.txt', Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x10]))
  await create()
  await expect(page.getByText(/not a plain text file/).first()).toBeVisible()
  release()
  await file('large.txt', Buffer.alloc(1_048_577, 'a'))
  await expect(page.getByText(/larger than 1 MB/).first()).toBeVisible()
  await expect(page.getByLabel('Title')).toHaveValue('Harbour fire')
  await expect(page.getByLabel('Publisher')).toHaveValue('The Wire')

  await file('harbour.md', Buffer.from('A fire broke out at the cafe\u0301.\r\n\r\nNobody was hurt.'))
  await create()
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour fire' })).toBeVisible()
  await expect(page.getByText('A fire broke out at the caf\u00e9.')).toBeVisible()

  await page.goto('/reports/new')
  await page.getByLabel('Title').fill('Harbour fire, second day')
  await page.getByLabel('Text').fill('Two people were hurt.')
  await page.getByLabel('Language').fill('en')
  await create()
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour fire, second day' })).toBeVisible()
  await expect(page.getByText('Two people were hurt.')).toBeVisible()
  await context.close()
})

test('a claim is made from words selected with the mouse, and further words are added to it', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openDemoReport(page)
  await page.getByText('Neither the troops', { exact: false }).first().waitFor()
  const select = (words: string) =>
    page.evaluate((wanted) => {
      const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(wanted) ?? -1
        if (at >= 0) return getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
      }
      throw new Error('These words are not on the page.')
    }, words)
  await select('Neither the troops nor the civilians were named')
  const offer = page.getByRole('group', { name: 'The chosen words' })
  await offer.getByRole('button', { name: /Make a claim/ }).click()
  await expect.poll(() => wordsIn(liveText(page, 'Statement'))).toBe('Neither the troops nor the civilians were named')
  await select('The identities of the people exchanged were not made public')
  await offer.getByRole('button', { name: /Add to claim/ }).click()
  await expect(page.getByText('“The identities of the people exchanged were not made public”')).toBeVisible()
  await context.close()
})

test('what is typed in a form and not sent stays while another claim is looked at', async ({ browser, server }) => {
  const { page, context } = await signIn(browser, server.baseURL, 'editor@example.org')
  await openClaim(page, /120 civilians/u)
  const verdict = page.getByRole('form', { name: /(Set|Change) verdict/u })
  await verdict.getByLabel('Rating').selectOption('half-true')
  await verdict.getByLabel('Reason').fill('A draft of a reason.')
  await page.getByRole('button', { name: 'Attach a source' }).click()
  const source = page.getByRole('form', { name: 'Attach a source' })
  await source.getByLabel('Title').fill('A draft of a source')
  await source.getByLabel('Quoted words').fill('A draft of a quote')
  await page
    .getByRole('link', { name: /270 troops/u })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: 'Claim 4' })).toBeVisible()
  await expect(verdict.getByLabel('Reason')).toHaveValue('')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Claim 5' })).toBeVisible()
  await expect(verdict.getByLabel('Reason')).toHaveValue('A draft of a reason.')
  await expect(verdict.getByLabel('Rating')).toHaveValue('half-true')
  await expect(source.getByLabel('Title')).toHaveValue('A draft of a source')
  await expect(source.getByLabel('Quoted words')).toHaveValue('A draft of a quote')
  await expect(verdict.getByText('Not sent yet')).toBeVisible()
  let answer = () => {}
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve))
  await page.route(/\/verdict$/u, async (route) => {
    await mayAnswer
    await route.continue()
  })
  await verdict.getByRole('button', { name: /verdict$/u }).click()
  await verdict.getByLabel('Reason').fill('Typed before the answer came.')
  answer()
  const standing = page.getByRole('region', { name: 'Verdict', exact: true }).getByRole('paragraph').first()
  await expect(standing).toHaveText('A draft of a reason.')
  await expect(verdict.getByLabel('Reason')).toHaveValue('Typed before the answer came.')
  await expect(verdict.getByText('What you typed since is not sent yet')).toBeVisible()
  await verdict.getByRole('button', { name: /verdict$/u }).click()
  await expect(standing).toHaveText('Typed before the answer came.')
  await expect(verdict).toHaveCount(0)
  await source.getByRole('button', { name: 'Cancel' }).click()
  await page
    .getByRole('link', { name: /270 troops/u })
    .first()
    .click()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Claim 5' })).toBeVisible()
  await expect(source).toHaveCount(0)
  await expect(verdict).toHaveCount(0)
  await context.close()
})

test('what was typed while a form was saved does not overwrite what others saved meanwhile', async ({
  browser,
  server,
}) => {
  const [mara, oleh] = await Promise.all(
    ['checker@example.org', 'checker2@example.org'].map((email) => signIn(browser, server.baseURL, email)),
  )
  if (!mara || !oleh) throw new Error('Nobody came.')
  await openClaim(mara.page, /120 civilians/u)
  await oleh.page.goto(mara.page.url())
  const [hers, his] = [mara, oleh].map(({ page }) => page.getByRole('form', { name: 'Details' }))
  if (!hers || !his) throw new Error('No form.')
  const place = hers.getByLabel('Place')
  let answer = () => {}
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve))
  await mara.page.route(/\/details$/u, async (route) => {
    const response = await route.fetch()
    await mayAnswer
    await route.fulfill({ response })
  })
  await place.fill('Kyiv')
  await hers.getByRole('button', { name: 'Save details' }).click()
  await expect(his.getByLabel('Place')).toHaveValue('Kyiv')
  await his.getByLabel('Place').fill('Lviv')
  await his.getByLabel('Claimant').fill('The mayor')
  await his.getByRole('button', { name: 'Save details' }).click()
  await expect(his.getByText('Not sent yet')).toBeHidden()
  await place.fill('Kyiv, the capital')
  answer()
  await expect(hers.getByText('What you typed since is not sent yet')).toBeVisible()
  await hers.getByRole('button', { name: 'Save details' }).click()
  await expect(hers.getByText('while you had them open')).toBeVisible()
  await expect(hers).toContainText('Claimant: The mayor')
  await expect(hers).toContainText('Place: Lviv')
  await expect(place).toHaveValue('Kyiv, the capital')
  await expect(his.getByLabel('Place')).toHaveValue('Lviv')
  await hers.getByRole('button', { name: 'Save what I changed' }).click()
  await expect(his.getByLabel('Place')).toHaveValue('Kyiv, the capital')
  for (const form of [hers, his]) await expect(form.getByLabel('Claimant')).toHaveValue('The mayor')
  for (const { context } of [mara, oleh]) await context.close()
})
