import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { readCheckpoint } from '#server/history/checkpoint.ts'
import { openNote, readKey } from '#server/history/note.ts'
import { expectOver, readTimestamp } from '#server/history/timestamp.ts'
import { timestampHistories } from '#server/history/timestamper.gateway.ts'
import { startAuthority } from '#tests/support/authority.ts'
import { signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

test('how far a history is signed is on its page, and anybody keeps and checks it without signing in', async ({
  browser,
  request,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'auditor@example.org')
  await expect(async () => {
    await page.goto('/team/history')
    await expect(page.getByText(/Signed by this server's key: the first \d+ entries/u)).toBeVisible({ timeout: 500 })
  }).toPass()
  const address = await page.getByRole('link', { name: 'What was signed' }).getAttribute('href')
  const [note, key] = await Promise.all(
    [address ?? '', '/history/key'].map(async (path) => (await request.get(`${server.baseURL}${path}`)).text()),
  )
  const text = await openNote(note ?? '', readKey(key?.trim() ?? '')!)
  const signed = readCheckpoint(text ?? '')!
  const [team] = await server.inDatabase((db) => db.execute<{ id: string }>(sql`select id from team limit 1`))
  expect(signed.origin).toBe(`localhost/history/${team?.id}`)
  const [head] = await server.inDatabase((db) => db.execute<{ seq: string }>(sql`select seq from team_head limit 1`))
  expect(signed.size).toBeGreaterThan(100)
  expect(signed.size).toBeLessThanOrEqual(Number(head?.seq))

  const led = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  const exported = (await page.getByRole('link', { name: /^Export \d+ entries$/u }).getAttribute('href')) ?? ''
  expect((await context.request.get(exported, { headers: led })).status()).toBe(403)
  // Nor does a link of which no page of theirs says that it is for them, wherever a browser does not tell where it stands.
  expect((await context.request.get('/team/history/bundle')).status()).toBe(403)
  // Whoever may not have it is told that there is none, whatever link they follow.
  for (const type of ['reports', 'claims']) {
    const unknown = `/${type}/${randomUUID()}/history/bundle`
    expect((await context.request.get(unknown)).status()).toBe(404)
    expect((await context.request.get(unknown, { headers: led })).status()).toBe(404)
    expect((await context.request.get(`${unknown}?as=somebody%20else`)).status()).toBe(404)
  }
  // Whoever signed in since in the same browser is not said to have pressed it.
  const mara = await signIn(browser, server.baseURL, 'checker@example.org')
  expect((await mara.context.request.get(exported)).status()).toBe(409)
  await mara.context.close()
  expect((await context.request.head(exported)).status()).toBe(200)
  await page.goto('/team/history?kind=history.take')
  await expect(page.getByText(/took out the history of the team/u)).toHaveCount(0)
  for (const _ of ['first', 'again']) {
    await page.getByRole('button', { name: 'Export and verify here' }).click()
    await expect(page.getByText('Verified: everything agrees')).toBeVisible()
    // A read of everything is in the history, once in an hour.
    await page.goto('/team/history?kind=history.take')
    await expect(page.getByText(/took out the history of the team, as it was up to entry \d+/u)).toHaveCount(1)
  }
  await page.getByRole('button', { name: 'Export and verify here' }).click()
  await expect(page.getByText('Verified: everything agrees')).toBeVisible()
  await expect(page.getByText(/: \d+ entries, 1 to \d+, the last of them recorded/u)).toBeVisible()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Save the file' }).click()
  const words = gunzipSync(readFileSync(await (await saved).path())).toString('latin1')
  const changed = gzipSync(Buffer.from(words.replace('"kind":"verdict.set"', '"kind":"verdict.sat"'), 'latin1'))
  const file = { name: 'bundle.tar.gz', mimeType: 'application/gzip', buffer: changed }
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(
    page.getByText(/^Entry \d+ \(claim [\w-]+, verdict\.sat\): its hash does not fit its fields/u),
  ).toBeVisible()
  await context.close()
})

test('who timestamped it and when is on its page, and anybody keeps that with the note that it is of', async ({
  browser,
  request,
  server,
}) => {
  const { page, context } = await signIn(browser, server.baseURL, 'auditor@example.org')
  await page.goto('/team/history')
  await expect(page.getByText(/Signed by this server's key/u)).toBeVisible()
  await expect(page.getByText(/Timestamped by/u)).toHaveCount(0)
  const authority = await startAuthority()
  const named = { url: authority.url, patience: 10_000 }
  const why = await server
    .inDatabase((db) =>
      timestampHistories({ db, now: () => new Date(), authority: named }, new AbortController().signal),
    )
    .finally(() => authority.close())
  expect(why).toBeNull()
  await page.reload()
  await expect(page.getByText(/^Timestamped by Test clock: the first \d+ entries, /u)).toBeVisible()
  const kept = async (name: string) => {
    const address = await page.getByRole('link', { name, exact: true }).getAttribute('href')
    return new Uint8Array(await (await request.get(`${server.baseURL}${address}`)).body())
  }
  const [response, note] = [await kept('The timestamp'), await kept('What it is of')]
  expect(() => expectOver(readTimestamp(response), note)).not.toThrow()

  await page.getByRole('button', { name: 'Export and verify here' }).click()
  await expect(
    page.getByText(/Its first \d+ entries were timestamped .+ \(by whom, only OpenSSL can check\)/u),
  ).toBeVisible()
  await context.close()
})
