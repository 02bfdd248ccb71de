import { readFile } from 'node:fs/promises'
import JSZip from 'jszip'
import { openDemoReport, promptly, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

test('a change is requested, seen, declined and reopened by two people, and printed without scripts', async ({
  browser,
  server,
}) => {
  const [mara, oleh] = await Promise.all(
    ['checker', 'checker2'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )
  if (!mara || !oleh) throw new Error('Two people sign in.')
  await Promise.all([mara, oleh].map(({ page }) => openDemoReport(page)))
  const list = (page: typeof mara.page) => page.getByRole('list', { name: 'Requested changes' }).getByRole('listitem')
  const replacement = (page: typeof mara.page) => page.getByRole('region', { name: 'Report text' }).locator('ins')

  await test.step('by the keyboard, on words that are found, the draft kept while the list is closed', async () => {
    const { page } = oleh
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await page.keyboard.press('r')
    await page.keyboard.type('more than 60,000 people are missing')
    await page.getByRole('button', { name: 'Request a change' }).click()
    const form = page.getByRole('form', { name: 'Request a change' })
    await expect(form.getByLabel('New words')).toBeFocused()
    await form.getByLabel('New words').fill('more than 70,000 people <b>are</b> missing')
    await form.getByLabel('Why').fill('The register counts more by now.')
    await page.getByRole('button', { name: 'Back to the claims' }).click()
    await page.getByRole('button', { name: 'Requested changes' }).click()
    await expect(form.getByLabel('Why')).toHaveValue('The register counts more by now.')
    await form.getByRole('button', { name: 'Request', exact: true }).click()
    await expect(list(page)).toContainText('requested by Oleh Checker')
  })

  await test.step('it stands in the text of everybody within a second, and can be selected over', async () => {
    await expect(replacement(mara.page)).toContainText('more than 70,000 people <b>are</b> missing', promptly(1_000))
    await mara.page.evaluate(() => {
      const struck = document.querySelector('[data-changes]')
      const after = document.querySelector('[data-replacement]')?.nextElementSibling?.firstChild
      if (!struck?.firstChild || !after) throw new Error('The words are not in the text.')
      struck.scrollIntoView()
      document.getSelection()?.setBaseAndExtent(struck.firstChild, 0, after, 1)
    })
    await expect(mara.page.getByRole('group', { name: 'The chosen words' })).toContainText('Request a change')
    await mara.page.keyboard.press('r')
    const asking = mara.page.getByRole('region', { name: 'Request a change' })
    await expect(asking).toContainText('“more than 60,000 people are missing.”')
    await expect(asking).toContainText('Something else is requested for some of these words: change 1.')
    await mara.page.getByRole('button', { name: 'Cancel' }).click()
    await replacement(mara.page).click()
    await expect(list(mara.page)).toHaveAttribute('data-pointed', 'true')
  })

  await test.step('whoever brought in the report declines; the requester alone asks again', async () => {
    await expect(list(oleh.page).getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-disabled', 'true')
    await list(mara.page).getByRole('button', { name: 'Decline…' }).click()
    await list(mara.page).getByLabel('Why is it declined?').fill('The commissioner said 60,000.')
    await list(mara.page).getByRole('button', { name: 'Decline change 1' }).click()
    await expect(list(oleh.page)).toContainText('The commissioner said 60,000.', promptly(1_000))
    await expect(replacement(oleh.page)).toHaveCount(0)
    await list(oleh.page).getByRole('button', { name: 'Request again' }).click()
    await expect(list(mara.page)).toContainText('? requested', promptly(1_000))
  })

  await test.step('the sheet and its file hold it, without scripts', async () => {
    const address = new URL(oleh.page.url()).pathname
    const context = await browser.newContext({
      baseURL: server.baseURL,
      javaScriptEnabled: false,
      storageState: await oleh.context.storageState(),
    })
    const page = await context.newPage()
    await page.goto(`${address}/changes`)
    await expect(page.getByRole('row').last()).toContainText('The register counts more by now.')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as .docx' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^Ukraine and Russia .* - requested changes\.docx$/u)
    const zip = await JSZip.loadAsync(await readFile(await download.path()))
    expect(await zip.file('word/document.xml')?.async('string')).toContain('more than 70,000 people &lt;b&gt;are')
    for (const state of await page.getByRole('checkbox').all()) await state.uncheck()
    await page.getByLabel('withdrawn').check()
    await page.getByRole('button', { name: 'Show these' }).click()
    await expect(page).toHaveURL(/\?state=withdrawn$/u)
    await expect(page.getByText('No requested change of this report is in these states.')).toBeVisible()
    expect((await page.goto(`${address}/changes?state=nonsense`))?.status()).toBe(422)
    await context.close()
  })
})
