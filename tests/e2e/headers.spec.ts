import { request } from '@playwright/test'
import { demoPassword } from '#server/demo/team.ts'
import { sendRaw } from '#tests/support/raw-http.ts'
import { openClaim, signIn, typeInNotes, savedBadge } from './support/people.ts'
import { expect, startServer, test } from './support/server.ts'

test('every answer carries what a browser is to be told, and pages do nothing that they forbid', async ({
  browser,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'checker@example.org')
  const said: string[] = []
  // A load that ends because another page is opened is told by the framework itself, and is nothing that a page forbids.
  const isEndedLoad = (text: string) => /^AbortError: .*aborted/u.test(text)
  page.on('console', (message) => {
    if (message.type() === 'error' && !isEndedLoad(message.text())) said.push(message.text())
  })
  await page.reload()
  await openClaim(page, /120 civilians/u)
  await page.getByRole('button', { name: 'Attach a source' }).click()
  await typeInNotes(page, 'words')
  await expect(savedBadge(page)).toHaveText('Saved')
  await page.getByRole('link', { name: 'Claim history' }).click()
  await expect(page.locator('li[data-seq]').first()).toBeVisible()
  expect(said).toEqual([])

  for (const address of [
    '/',
    '/_root.data',
    '/nowhere',
    '/sign-in/who',
    '/__manifest',
    '/healthz',
    '/assets/none.js',
  ]) {
    const answer = await context.request.get(address)
    const headers = answer.headers()
    expect.soft(headers, address).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect.soft(headers['permissions-policy'], address).toContain('camera=()')
    expect
      .soft(headers['content-security-policy'], address)
      .toMatch(/default-src 'none';script-src 'nonce-[\w+/=]{24}' 'strict-dynamic';/u)
    expect.soft(headers['x-powered-by'], address).toBeUndefined()
    expect.soft(headers['strict-transport-security'], address).toBeUndefined()
  }
  const script = await page.locator('link[rel=modulepreload]').first().getAttribute('href')
  expect((await context.request.get(script ?? '')).headers()['cache-control']).toContain('immutable')
  await context.close()
})

test('behind a proxy that is trusted, the site has its public name, by https, and no other', async () => {
  const server = await startServer({ PUBLIC_ORIGIN: 'https://desk.example', TRUSTED_PROXIES: '127.0.0.1' })
  try {
    const port = Number(new URL(server.baseURL).port)
    const get = (headers: [string, string][]) =>
      sendRaw(port, { method: 'GET', target: '/sign-in', headers: [['Host', 'desk.example'], ...headers], body: '' })
    expect(await get([['X-Forwarded-Proto', 'https']])).toBe(200)
    expect(await get([['X-Forwarded-Proto', 'http']])).toBe(308)
    expect(await get([['X-Forwarded-Host', 'evil.example']])).toBe(421)
    const context = await request.newContext({
      baseURL: `http://127.0.0.1:${port}`,
      extraHTTPHeaders: { 'x-forwarded-host': 'desk.example', 'x-forwarded-proto': 'https' },
    })
    const form = { email: 'checker@example.org', password: demoPassword }
    const post = (origin: string) => context.post('/sign-in', { headers: { origin }, form, maxRedirects: 0 })
    expect((await post(`http://127.0.0.1:${port}`)).status()).toBe(403)
    const answer = await post('https://desk.example')
    expect(answer.status()).toBe(302)
    for (const [index, name] of ['session', 'device'].entries()) {
      const cookie = answer.headers()['set-cookie']?.split('\n')[index]
      expect(cookie).toMatch(new RegExp(`^__Host-${name}=.+; Path=/; HttpOnly; SameSite=Lax; .*Secure$`, 'u'))
    }
    expect(answer.headers()['strict-transport-security']).toBe('max-age=31536000')
    await context.dispose()
  } finally {
    await server.stop()
  }
})
