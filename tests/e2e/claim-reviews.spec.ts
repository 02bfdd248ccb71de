import { sql } from 'drizzle-orm'
import { expectNothingFound } from './support/axe.ts'
import { signIn } from './support/people.ts'
import { expect, test, type RunningServer } from './support/server.ts'

const review = (number: number, words: string) => `{
    "@type": "claimReview", "url": "https://check.example.org/${number}", "claimReviewed": "Bridge ${number} is closed",
    "author": {"name": "Bridge Check"}, "reviewRating": {"alternateName": "${words}", "ratingValue": "${number}"}
  }`
const all = Array.from({ length: 8 }, (_, index) => review(index + 1, index % 2 ? 'Stimmt' : 'Stimmt nicht'))
const page = `<html><script type="application/ld+json">{ broken</script>
<script type="application/ld+json">[${all.join(',\n')}, {"@type": "ClaimReview", "claimReviewed": ""}]</script></html>`

const kept = async (server: RunningServer) =>
  server.inDatabase(async (db) => {
    const rows = await db.execute<{ raw: string }>(sql`select raw from imported_review order by seq`)
    return rows.map(({ raw }) => raw)
  })

test('reviews of a page are read, rated by a person and imported; stopped and gone on; a second time nothing is added', async ({
  browser,
  server,
}) => {
  const { page: tab, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  await tab.getByRole('link', { name: 'Import claim reviews' }).click()
  const read = tab.getByRole('button', { name: 'Read', exact: true })
  const item = (words: string) =>
    tab.getByRole('listitem').filter({ has: tab.getByRole('checkbox', { name: words, exact: true }) })

  await tab.getByLabel('JSON or the HTML').fill('The bridge is closed.')
  await read.click()
  await expect(tab.getByText('This is not JSON from character 1 on')).toBeVisible()
  await tab.getByRole('link', { name: 'Plumbline', exact: true }).click()
  await tab.getByRole('link', { name: 'Import claim reviews' }).click()
  await expect(tab.getByLabel('JSON or the HTML')).toHaveValue('The bridge is closed.')

  const buffer = Buffer.from(page)
  await tab.getByLabel('A .json or .html file').setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer })
  await read.click()
  await expect(tab.getByText('9 reviews were read.')).toBeVisible()
  await expect(tab.getByText('Part 1 of the page’s JSON-LD is broken')).toBeVisible()
  await expect(item('No statement')).toContainText('Without a statement no claim can be made.')
  await item('Bridge 1 is closed')
    .getByText(/^\d+ deviations$/)
    .click()
  await expect(item('Bridge 1 is closed')).toContainText('@type is written “claimReview”.')
  await expect(item('Bridge 1 is closed')).toContainText('reviewRating.ratingValue is a number written as a text.')
  await item('Bridge 1 is closed').getByText('As it stands in the file').click()
  await expect(item('Bridge 1 is closed').locator('pre')).toHaveText(all[0] ?? '')
  await expectNothingFound(tab, 'the preview of an import')
  await tab.getByLabel('Stimmt nicht (1)').selectOption('false')
  await tab.getByRole('checkbox', { name: 'Bridge 8 is closed' }).uncheck()

  // What is under way when it is stopped is finished; an outage is told, and it goes on from there.
  let answer = () => {}
  const mayAnswer = new Promise<void>((resolve) => (answer = resolve))
  let sent = 0
  await tab.route('**/reports/import/reviews', async (route) => {
    sent += 1
    if (sent === 2) await mayAnswer
    return sent === 3 ? route.abort() : route.continue()
  })
  await tab.getByRole('button', { name: 'Import 7 reviews' }).click()
  await expect(tab.getByText('0 of 7 done')).toBeVisible()
  await tab.getByRole('button', { name: 'Stop' }).click()
  answer()
  await expect(tab.getByText('Stopped. What was imported stays; go on whenever you like. 3 of 7 done')).toBeVisible()
  await expect(tab.getByRole('progressbar', { name: 'Reviews imported' })).toHaveAttribute('aria-valuenow', /^42/)
  await tab.getByRole('button', { name: 'Go on' }).click()
  await expect(tab.getByRole('alert').filter({ hasText: 'server' })).toBeVisible()
  await tab.getByRole('button', { name: 'Go on' }).click()
  await expect(tab.getByText('All done.')).toBeVisible()
  await expect(item('Bridge 7 is closed')).toContainText('Imported.')
  await expectNothingFound(tab, 'a finished import')
  expect(await kept(server)).toEqual(all.slice(0, 7))

  await read.click()
  await expect(item('Bridge 7 is closed')).toContainText('Imported before.')
  await expect(tab.getByRole('checkbox', { name: 'Bridge 7 is closed' })).toBeDisabled()
  await tab.getByLabel('JSON or the HTML').fill(`[${all[0]?.replace('Stimmt nicht', 'Stimmt')}, ${all[1]}]`)
  await read.click()
  await expect(item('Bridge 1 is closed')).toContainText('Changed since it was imported.')
  await expect(tab.getByRole('button', { name: 'Import 0 reviews' })).toBeDisabled()
  expect(await kept(server)).toEqual(all.slice(0, 7))

  await item('Bridge 1 is closed').getByRole('link', { name: 'Open the claim' }).click()
  await expect(tab.getByRole('heading', { level: 1, name: /^Claim reviews of Bridge Check, imported/ })).toBeVisible()
  const verdict = tab.getByRole('region', { name: 'Verdict', exact: true })
  await expect(verdict).toContainText('False')
  await expect(verdict).toContainText('Imported: Stimmt nicht (1)')
  await expect(tab.getByText('Check by Bridge Check: Bridge 1 is closed').first()).toBeVisible()
  await context.close()
})

test('whoever only reads is told so and can import nothing', async ({ browser, server }) => {
  const { page: tab, context } = await signIn(browser, server.baseURL, 'auditor@example.org')
  await tab.goto('/reports/import')
  await expect(tab.getByText('only checkers and editors change it')).toBeVisible()
  await expect(tab.getByRole('button', { name: 'Read', exact: true })).toBeDisabled()
  await context.close()
})
