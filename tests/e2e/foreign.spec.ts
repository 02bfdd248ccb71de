import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { hostileRequests, rightForm } from '#tests/support/hostile-requests.ts'
import { sendRaw } from '#tests/support/raw-http.ts'
import { passingTables } from '#db/migrate.ts'
import { formOf, type Deed } from './support/deeds/deed.ts'
import { nounsOfDeeds, type Place } from './support/deeds/nouns.ts'
import { forms } from './support/deeds/pages.ts'
import { digestOfFacts } from './support/facts.ts'
import { builtManifest } from './support/manifest.ts'
import { signIn } from './support/people.ts'
import { giveRoles } from './support/rights.ts'
import { expect, test, type RunningServer } from './support/server.ts'

/** One right form for every action of the build: each intent, and each action without one. */
async function everyForm(place: Place): Promise<Deed[]> {
  const deeds: Deed[] = []
  for (const noun of nounsOfDeeds) deeds.push(...(await noun.deeds(place)))
  const claim = deeds.find(({ path }) => path.startsWith('/claims/'))?.path.split('/')[2] ?? ''
  const { addresses } = await builtManifest()
  const single = addresses.filter(({ isPosted, intents }) => isPosted && intents.length === 0)
  for (const { pattern } of single) {
    const fields = { ...forms[pattern], ...(pattern === '/sign-out' ? { as: '' } : {}) }
    deeds.push({ intent: '', path: pattern.replace(':id', claim).replace(':token', 'x'.repeat(43)), fields })
  }
  const intents = addresses.flatMap((address) => address.intents)
  expect(deeds).toHaveLength(intents.length + single.length)
  return deeds
}

/** Facts, and all else that a request could leave behind: sessions, client ids, attempts, links, marks. */
async function digestOfEverything(server: RunningServer): Promise<string> {
  const passing = await server.inDatabase(async (db) => {
    const rows: unknown[] = []
    for (const name of passingTables) {
      rows.push(await db.execute(sql`select t::text from ${sql.identifier(name)} t order by 1`))
    }
    return JSON.stringify(rows)
  })
  return `${await digestOfFacts(server)} ${passing}`
}

/** The one who brought in the report and began to talk about it, signed in with every right that a form could want. */
async function victim(browser: Browser, server: RunningServer) {
  await giveRoles(server, 'checker@example.org', ['checker', 'editor', 'admin'])
  const person = await signIn(browser, server.baseURL, 'checker@example.org')
  const [report] = await server.inDatabase((db) => db.execute<{ id: string }>(sql`select id from report limit 1`))
  const everything = { request: person.context.request }
  const place: Place = { server, reportId: report?.id ?? '', admin: everything, checker: everything }
  const cookie = (await person.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  return { ...person, cookie, place }
}

/** What is refused to the victim for what it is, wherever it comes from. */
const refusedForItself: Readonly<Record<string, number>> = {
  // The team asks for no second verdict.
  'rating.give': 422,
  // She brought the report in, so that she does not approve it, and nobody else did.
  'report.approve': 403,
  'report.publish': 422,
  // The history is signed as it should be.
  'fork.propose': 422,
  'fork.confirm': 404,
  'fork.withdraw': 404,
}

test('no hostile request changes anything at any action, whatever it is made of', async ({ browser, server }) => {
  const { place, cookie, context } = await victim(browser, server)
  const port = Number(new URL(server.baseURL).port)
  const every = await everyForm(place)
  const before = await digestOfEverything(server)
  for (const deed of every) {
    const right = rightForm(port, deed.path, cookie, formOf(deed))
    await Promise.all(
      hostileRequests.map(async ({ name, status, change }) =>
        expect.soft(await sendRaw(port, change(right)), `${name} at ${deed.path} ${deed.intent}`).toBe(status),
      ),
    )
  }
  expect(await digestOfEverything(server)).toBe(before)
  // The same forms, sent as they should be, are done.
  for (const noun of nounsOfDeeds) {
    for (const deed of await noun.deeds(place)) {
      const status = await sendRaw(port, rightForm(port, deed.path, cookie, formOf(deed)))
      expect.soft(status, deed.intent).toBe(refusedForItself[deed.intent] ?? 200)
    }
  }
  await context.close()
})

/** A site of somebody else, on a port of its own. */
async function otherSite(): Promise<{ server: Server; port: number }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Win a prize</title><body>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

/** Everything that a page may try against another site, in that page. */
async function attack(page: Page, origin: string, deeds: readonly Deed[]): Promise<string[]> {
  return page.evaluate(
    async ([target, all]) => {
      const opened: string[] = []
      const frame = (name: string, src = 'about:blank') => {
        const element = document.createElement('iframe')
        Object.assign(element, { name, src })
        document.body.append(element)
      }
      const post = (action: string, enctype: string, fields: Record<string, string>) => {
        const name = `frame-${Math.random()}`
        frame(name)
        const form = document.createElement('form')
        Object.assign(form, { method: 'post', action, enctype, target: name })
        for (const [field, value] of Object.entries(fields)) {
          const input = document.createElement('input')
          Object.assign(input, { type: 'hidden', name: field, value })
          form.append(input)
        }
        document.body.append(form)
        form.submit()
      }
      const waiting: Promise<unknown>[] = []
      for (const { path, intent, fields } of all) {
        const url = `${target}${path}`
        const body = new URLSearchParams({ intent, ...fields })
        for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
          post(url, type, { intent, ...fields })
        }
        post(`${url}?_data=root`, 'application/x-www-form-urlencoded', { intent, ...fields })
        post(`${url}.data`, 'application/x-www-form-urlencoded', { intent, ...fields })
        for (const [method, mode] of [
          ['POST', 'no-cors'],
          ['POST', 'cors'],
          ['PUT', 'cors'],
          ['DELETE', 'cors'],
        ] as const) {
          waiting.push(fetch(url, { method, mode, body, credentials: 'include' }).catch(() => null))
        }
        waiting.push(
          fetch(url, {
            method: 'POST',
            mode: 'no-cors',
            body,
            credentials: 'include',
            referrerPolicy: 'no-referrer',
          }).catch(() => null),
        )
        navigator.sendBeacon(url, body)
        frame('', `${url}?${body.toString()}`)
        const image = document.createElement('img')
        image.src = `${url}?${body.toString()}&_method=POST`
        document.body.append(image)
      }
      for (const room of ['claim', 'report']) {
        const id = all.find(({ path }) => path.startsWith(`/${room}s/`))?.path.split('/')[2] ?? ''
        const socket = new WebSocket(`${target.replace('http', 'ws')}/rooms/${room}/${id}`)
        waiting.push(
          new Promise<void>((resolve) => {
            socket.addEventListener('open', () => opened.push(room))
            socket.addEventListener('close', () => resolve())
          }),
        )
      }
      await Promise.all(waiting)
      return opened
    },
    [origin, deeds] as const,
  )
}

/** How many requests of a page the browser sent to the server with a session’s cookie. */
async function sentWithSession(page: Page, origin: string): Promise<() => number> {
  let count = 0
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  devtools.on('Network.requestWillBeSentExtraInfo', ({ headers }) => {
    if (headers['Host'] === new URL(origin).host && headers['Cookie']?.includes('session=')) count += 1
  })
  return () => count
}

/** What the server answered to the forms that a context sent. */
function answersTo(context: BrowserContext, origin: string) {
  const answers: { readonly path: string; readonly status: number }[] = []
  context.on('response', (response) => {
    const url = new URL(response.url())
    if (url.origin !== origin || response.request().method() !== 'POST') return
    answers.push({ path: url.pathname.replace('.data', ''), status: response.status() })
  })
  return answers
}

test('no page of another site, port or sub-domain changes anything in the browser of somebody signed in', async ({
  browser,
  server,
}) => {
  if (process.env['PLUMBLINE_LONG']) test.setTimeout(600_000)
  const { place, context, page } = await victim(browser, server)
  const every = await everyForm(place)
  const onePerPath = [...new Map(every.map((deed) => [deed.path, deed])).values()]
  // Of another site the browser sends no cookies along, whichever the deed: all of them on demand.
  const acrossSites = process.env['PLUMBLINE_LONG'] ? every : onePerPath
  const { server: elsewhere, port } = await otherSite()
  const answers = answersTo(context, server.baseURL)
  const sent = await sentWithSession(page, server.baseURL)
  const before = await digestOfEverything(server)
  try {
    for (const [host, deeds] of [
      ['localhost', every],
      ['127.0.0.1', acrossSites],
      ['evil.localhost', acrossSites],
    ] as const) {
      answers.length = 0
      await page.goto(`http://${host}:${port}/`)
      expect(await attack(page, server.baseURL, deeds)).toEqual([])
      const paths = () => [...new Set(answers.map(({ path }) => path))].toSorted()
      const tried = [...new Set(every.map(({ path }) => path))].toSorted()
      await expect.poll(paths, { timeout: 30_000 }).toEqual(tried)
      expect(answers.filter(({ status }) => status < 400)).toEqual([])
      // Another port is the same site to a browser: it sends the cookies along.
      if (host === 'localhost') await expect.poll(sent).toBeGreaterThan(every.length)
    }
    // A form may also take the whole window along.
    for (const { path, intent, fields } of onePerPath) {
      await page.goto(`http://localhost:${port}/`)
      const answered = page.waitForResponse((response) => response.request().method() === 'POST')
      await page.evaluate(
        ([action, all]) => {
          const form = document.createElement('form')
          Object.assign(form, { method: 'post', action })
          for (const [name, value] of Object.entries(all)) {
            const input = document.createElement('input')
            Object.assign(input, { name, value })
            form.append(input)
          }
          document.body.append(form)
          form.submit()
        },
        [`${server.baseURL}${path}`, { intent, ...fields }] as const,
      )
      expect((await answered).status(), path).toBe(403)
      await page.waitForURL(`${server.baseURL}${path}`)
    }
    expect(await digestOfEverything(server)).toBe(before)
  } finally {
    elsewhere.close()
  }
  await page.goto(server.baseURL)
  await expect(page.getByRole('link', { name: 'Mara Checker' })).toBeVisible()
  await context.close()
})
