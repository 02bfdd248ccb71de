import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { openDemoReport, signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const table = (page: Page) => page.getByLabel('Or paste the table')
const row = (page: Page, number: number) => page.getByRole('row', { name: new RegExp(`Take in row ${number} `, 'u') })
const start = (page: Page, name = 'Import') => page.getByRole('button', { name, exact: true })
const siege = 'The siege was in 2022.'
const captives = 'They have been in captivity since 2014.'
const source = 'Register,https://example.org/register,secondary,supports'

test('claims go out as CSV, are added to, come in again with progress, and not twice', async ({ browser, server }) => {
  const [mara, oleh] = await Promise.all(
    ['checker', 'checker2'].map((name) => signIn(browser, server.baseURL, `${name}@example.org`)),
  )
  if (!mara || !oleh) throw new Error('Two people sign in.')
  await Promise.all([mara, oleh].map(({ page }) => openDemoReport(page)))
  const { page } = mara
  const claims = oleh.page.getByRole('region', { name: 'Claims', exact: true })
  const address = new URL(page.url()).pathname

  const exported = await test.step('out, from the menu, by the keyboard', async () => {
    await page.getByRole('button', { name: 'Claims as CSV' }).press('Enter')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Download claims as CSV' }).press('Enter'),
    ])
    expect(download.suggestedFilename()).toMatch(/^Ukraine and Russia .* - claims\.csv$/u)
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toMatch(/^\uFEFFnumber,statement,words,occurrence,.*\r\n1,/u)
    return text
  })

  await test.step('its own file says nothing new', async () => {
    await page.getByRole('button', { name: 'Claims as CSV' }).click()
    await page.getByRole('menuitem', { name: 'Import claims from CSV' }).click()
    await expect(page.getByText('Paste a table or choose a file')).toBeVisible()
    await page.getByLabel('Choose a CSV file').setInputFiles({
      name: 'claims.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(exported),
    })
    await expect(page.getByText('claims.csv was read as UTF-8.')).toBeVisible()
    await expect(row(page, 2)).toContainText('Already claim 1')
    await expect(page.getByText('Nothing in this table is new')).toBeVisible()
    await expect(start(page)).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('edited, its errors are told cell by cell and nothing is written', async () => {
    const more = ['words,verdict,reason,source title,source address,primary or secondary,stance,quote']
    more.push(`${siege},Correct,It was.,${source},“2022”`, `${siege},,,${source},“in 2022”`)
    more.push(
      'They were in captivity,,,,,,,',
      `${captives},,,,,,,`,
      'Further stages are to follow.,,,,,,,',
      '=1+1,,,,,,,',
    )
    await table(page).fill(more.join('\n'))
    await expect(row(page, 2)).toContainText('verdict: This is not on the team’s scale. Write one of: True')
    await expect(row(page, 3)).toContainText('More evidence for the claim of row 2')
    await expect(row(page, 4)).toContainText('words: These words do not stand in the report.')
    await expect(start(page)).toHaveAttribute('aria-disabled', 'true')
    await start(page).press('Enter')
    await page.getByRole('checkbox', { name: 'Only rows with errors' }).check()
    await expect(page.getByRole('row')).toHaveCount(4)
    await page.getByRole('checkbox', { name: 'Only rows with errors' }).uncheck()
    await expect(claims.getByText(siege)).toHaveCount(0)
  })

  await test.step('corrected, with what stays wrong left out, it stays here while the server is away', async () => {
    await table(page).fill((await table(page).inputValue()).replace('Correct', 'mostly true'))
    await page.getByRole('button', { name: 'Leave out 2 rows with errors' }).click()
    await expect(page.getByText('3 new claims', { exact: true })).toBeVisible()
    await page.route('**/claims/import', (route) => route.abort())
    await start(page).click()
    await expect(page.getByRole('alert')).toContainText('Not written: rows 2–3, 5–6.')
    await expect(page.getByRole('alert')).toContainText('could not be reached')
    await expect(table(page)).toHaveValue(/mostly true/u)
    await page.unroute('**/claims/import')
  })

  await test.step('taken up again it is written, row by row, and stands on the other page within a second', async () => {
    let answer = () => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/claims/import', async (route) => {
      await held
      await route.continue()
    })
    await start(page, 'Go on').click()
    await expect(page.getByRole('progressbar', { name: '0 of 3 claims done' })).toHaveCount(1)
    await expect(table(page)).not.toBeEditable()
    answer()
    await expect(claims.getByText(siege)).toBeVisible()
    await expect(page.getByRole('progressbar', { name: '3 of 3 claims done' })).toBeVisible()
    for (const number of [2, 3, 5, 6]) await expect(row(page, number)).toContainText('Written')
    await expect(claims.getByText(captives)).toBeVisible()
    await claims.getByRole('link', { name: siege }).click()
    const claim = oleh.page.getByRole('region', { name: 'Claim', exact: true })
    await expect(claim).toContainText('Mostly true')
    await expect(claim.getByText('“in 2022”')).toBeVisible()
    await page.unroute('**/claims/import')
  })

  await test.step('the same table again adds nothing', async () => {
    const before = await server.inDatabase((db) => db.execute('select max(seq) as seq from entry'))
    await table(page).fill(`${(await table(page).inputValue()).split('\n').slice(0, 3).join('\n')}\n`)
    await expect(row(page, 3)).toContainText(/Already claim \d+/u)
    await expect(page.getByText('Nothing in this table is new')).toBeVisible()
    expect(await server.inDatabase((db) => db.execute('select max(seq) as seq from entry'))).toEqual(before)
  })

  await test.step('a file of Windows-1252 with semicolons is read as it was meant, and can be stopped', async () => {
    // “so” and é as Windows-1252 has them.
    const bytes = Buffer.from('words;claimant\r\nKyiv accuses;\x93Ren\xE9\x94 \x80\r\n', 'latin1')
    await page.goto(`${address}/import`)
    await page.getByLabel('Choose a CSV file').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: bytes })
    await expect(page.getByText('old.csv was read as Windows-1252.')).toBeVisible()
    await expect(table(page)).toHaveValue(/“René” €/u)
  })
})

test('an import that is stopped says what is not written, and goes on from there', async ({ browser, server }) => {
  const { page } = await signIn(browser, server.baseURL, 'checker@example.org')
  await openDemoReport(page)
  await page.goto(`${new URL(page.url()).pathname}/import`)
  const words = [
    'The siege was',
    'Those figures',
    'Further stages',
    'Many of the',
    'The accusation',
    'Artur Dobroserdov',
  ]
  await table(page).fill(['words', ...words].join('\n'))
  await expect(page.getByText('6 new claims', { exact: true })).toBeVisible()
  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  await page.route('**/claims/import', async (route) => {
    await held
    await route.continue()
  })
  await start(page).click()
  await page.getByRole('button', { name: 'Stop' }).click()
  answer()
  await expect(
    page.getByText('Stopped. What is written stays; go on when you like. Not written: rows 5–7.'),
  ).toBeVisible()
  await expect(row(page, 2)).toContainText('Already claim')
  await start(page, 'Go on').click()
  await expect(page.getByText('Everything in this table is written.')).toBeVisible()
  for (const number of [2, 3, 4, 5, 6, 7]) await expect(row(page, number)).toContainText('Written')
})

test('who only reads can take claims out and is told that they cannot bring any in', async ({ browser, server }) => {
  const { page } = await signIn(browser, server.baseURL, 'auditor@example.org')
  await openDemoReport(page)
  await page.getByRole('button', { name: 'Claims as CSV' }).click()
  await expect(page.getByRole('menuitem')).toHaveCount(1)
  await page.goto(`${new URL(page.url()).pathname}/import`)
  await expect(page.getByText('only checkers and editors change it')).toBeVisible()
  await expect(table(page)).toHaveCount(0)
})
