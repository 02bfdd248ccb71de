import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hostileRequests, rightForm } from '#tests/support/hostile-requests.ts'
import { sendRaw, type RawRequest } from '#tests/support/raw-http.ts'
import { guard, refusalOf, type Head } from './guard.ts'
import { createPeers } from './peer.ts'

let server: Server
let port: number
let letThrough: string[] = []

beforeAll(async () => {
  const app = express()
  app.use(guard({ publicOrigin: undefined, bodyLimit: () => 65_536 }, createPeers([])))
  app.use((request, response) => {
    letThrough.push(request.url)
    request.resume()
    response.send('done')
  })
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())

const right = (): RawRequest => rightForm(port, '/claims/1/verdict', 'session=x', 'intent=verdict.set')

it('a form of an own page goes through', async () => {
  letThrough = []
  expect(await sendRaw(port, right())).toBe(200)
  expect(letThrough).toEqual(['/claims/1/verdict'])
})

it.each(hostileRequests)('$name gets $status, and nothing goes through', async ({ change, status }) => {
  letThrough = []
  expect(await sendRaw(port, change(right()))).toBe(status)
  expect(letThrough).toEqual([])
})

const own = { host: 'localhost:3000', origin: 'http://localhost:3000' }
const options = { publicOrigin: undefined, bodyLimit: () => 10 }
const statusOf = (head: Partial<Head>, publicOrigin?: string): number =>
  refusalOf({ method: 'GET', url: '/', headers: own, ...head }, { ...options, publicOrigin })?.status ?? 200

it.each([
  ['typed', { 'sec-fetch-site': 'none' }, 200],
  ['of an own page', { 'sec-fetch-site': 'same-origin' }, 200],
  [
    'of a link elsewhere',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    200,
  ],
  [
    'of a frame elsewhere',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    403,
  ],
  [
    'of a script elsewhere',
    { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' },
    403,
  ],
])('reading by a request %s', (_name, headers, status) => {
  expect(statusOf({ headers: { ...own, ...headers } })).toBe(status)
})

it.each([
  ['of a script elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
  ['of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
])('what is public is read by a request %s too, and nothing else', (_name, headers) => {
  const ask = (url: string, method = 'GET') => statusOf({ method, url, headers: { ...own, ...headers } })
  expect(ask('/p/desk')).toBe(200)
  expect(ask('/p/desk/feed.json')).toBe(200)
  expect(ask('/p/desk/report/claim.json')).toBe(200)
  expect(ask('/p/desk', 'POST')).toBe(403)
  for (const url of [
    '/',
    '/p',
    '/P/desk',
    '/px/desk',
    '/reports/p/x',
    '/?/p/',
    '//p/desk',
    '/reports/1?next=/p/desk',
  ]) {
    expect(ask(url), url).toBeGreaterThanOrEqual(400)
  }
})

it('a public page has no data of the framework, which would tell who is signed in', () => {
  expect(statusOf({ url: '/p/desk.data' })).toBe(404)
  expect(statusOf({ url: '/p/desk/report/claim.data?_routes=root' })).toBe(404)
  expect(statusOf({ url: '/reports/1.data' })).toBe(200)
})

it('only what is public says itself whether it may be kept', async () => {
  const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { host: `127.0.0.1:${port}` } })
  expect((await at('/reports')).headers.get('cache-control')).toBe('no-store')
  expect((await at('/p/desk')).headers.get('cache-control')).toBeNull()
  expect((await at('/p/desk.data')).headers.get('cache-control')).toBe('no-store')
})

it('with a public origin only that name and that origin count', () => {
  const post = (host: string, origin: string) =>
    statusOf({ method: 'POST', headers: { host, origin } }, 'https://desk.example')
  expect(post('desk.example', 'https://desk.example')).toBe(200)
  expect(post('DESK.example:443', 'https://desk.example')).toBe(200)
  expect(post('desk.example', 'http://desk.example')).toBe(403)
  expect(post('desk.example', 'https://a.desk.example')).toBe(403)
  expect(post('desk.example:8443', 'https://desk.example')).toBe(421)
  expect(post('localhost:3000', 'https://desk.example')).toBe(421)
  expect(post('desk.example.', 'https://desk.example')).toBe(421)
})

it('a form has its limit', () => {
  const headers = { ...own, 'content-type': 'multipart/form-data; boundary=x' }
  expect(statusOf({ method: 'POST', headers: { ...headers, 'content-length': '10' } })).toBe(200)
  expect(statusOf({ method: 'POST', headers: { ...headers, 'content-length': '11' } })).toBe(413)
  expect(statusOf({ method: 'POST', headers: own })).toBe(200)
})
