import type { Database } from '#db/client.ts'
import { rolesAmong } from '#server/identity/queries.ts'
import { retractClaim } from '#server/publication/commands.ts'
import { approveNow, desk, publishNow, submittedClaim } from '#tests/support/desk.ts'
import { serveRooms } from '#tests/support/rooms.ts'
import { signedElsewhere, untilSigned } from '#tests/support/signing.ts'
import { expectNothingFound } from './support/axe.ts'
import { expect, test } from './support/server.ts'

/** Publishes three claims, each of a report of its own; one is retracted and one unpublished. The slug of the team. */
async function publish(db: Database): Promise<string> {
  const making = await serveRooms(db, [], { rolesAmong, signHistory: signedElsewhere })
  const team = await desk(making)
  const published: string[] = []
  for (let count = 0; count < 3; count += 1) {
    const { claimId } = await submittedClaim(team)
    await approveNow(team.edith, claimId)
    await publishNow(team.emil, claimId)
    published.push(claimId)
  }
  await untilSigned(db, team.emil.actor.teamId)
  const note = 'It was wrong.'
  for (const [index, how] of [[1, 'retracted'] as const, [2, 'unpublished'] as const])
    await retractClaim(team.emil, published[index] ?? '', { how, note })
  await making.close()
  return team.slug
}

test('what is published is read by anybody, in any light and width, and tells nothing of who reads', async ({
  browser,
  server,
}) => {
  const slug = await server.inDatabase(publish)
  const pages = ['', '/budget', '/budget/taxes-rose', '/budget-2/taxes-rose', '/budget-3/taxes-rose', '/nowhere']
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ baseURL: server.baseURL, colorScheme })
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', (message) => said.push(message.text()))
    for (const path of pages) {
      await page.goto(`/p/${slug}${path}`)
      await expectNothingFound(page, `${path}, ${colorScheme}`)
      await page.setViewportSize({ width: 320, height: 700 })
      await expectNothingFound(page, `${path}, narrow, ${colorScheme}`)
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      expect.soft(tooWide, path).toBe(false)
      await page.setViewportSize({ width: 1280, height: 720 })
    }
    // The browser itself says that there is nothing, or nothing any more.
    expect(said.filter((each) => !/40[4]|410/u.test(each))).toEqual([])
    expect(await context.cookies()).toEqual([])
    await page.goto(`/p/${slug}`)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.locator('#main')).toBeFocused()
    await context.close()
  }
})

test('public answers say to browsers and caches what they are to', async ({ request, server }) => {
  const slug = await server.inDatabase(publish)
  const at = (path: string) => `${server.baseURL}/p/${slug}${path}`
  for (const path of ['', '/budget/taxes-rose', '/feed.xml', '/feed.json', '/claims.json', '/budget/taxes-rose.json']) {
    // Made for the first one, kept for the second: both are told the same.
    for (const time of ['first', 'second']) {
      const answer = await request.get(at(path), { headers: { cookie: 'session=x', 'sec-fetch-site': 'cross-site' } })
      const isData = /\.(?:json|xml)$/u.test(path)
      expect.soft(answer.status(), `${path}, ${time}`).toBe(200)
      const headers = answer.headers()
      expect.soft(headers, `${path}, ${time}`).toMatchObject({
        'cache-control': 'public, no-cache',
        vary: 'accept-encoding',
        'content-encoding': 'gzip',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': isData ? 'cross-origin' : 'same-origin',
        'content-security-policy': expect.stringMatching(/^default-src 'none';style-src 'self';img-src 'self';/u),
      })
      expect.soft(headers['set-cookie'], path).toBeUndefined()
      expect.soft(headers['access-control-allow-origin'], path).toBe(isData ? '*' : undefined)
      const again = await request.get(at(path), { headers: { 'if-none-match': headers['etag'] ?? '' } })
      expect.soft(again.status(), `${path}, ${time}`).toBe(304)
    }
  }
  const missing = await request.get(at('/budget/nothing'))
  expect(missing.status()).toBe(404)
  expect(missing.headers()['cache-control']).toBe('no-store')
  const data = await request.get(at('/budget.data'))
  expect(data.status()).toBe(404)
})
