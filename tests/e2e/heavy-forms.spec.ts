import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { rightForm, withHeaders } from '#tests/support/hostile-requests.ts'
import { sendRaw } from '#tests/support/raw-http.ts'
import { signIn } from './support/people.ts'
import { expect, test } from './support/server.ts'

const manyFields = 'a&'.repeat(2_000_000)

/** Sends a form on the connection of an agent; answers what came of it, the port that the connection came from, and how long it stays. */
function send(agent: Agent, origin: string, path: string, body: string) {
  return new Promise<{ status: number; from: number; stays: unknown }>((resolve, reject) => {
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }
    const sent = request(`${origin}${path}`, { method: 'POST', agent, headers, timeout: 20_000 }, (response) => {
      const from = response.socket.localPort ?? 0
      response
        .resume()
        .on('end', () => resolve({ status: response.statusCode ?? 0, from, stays: response.headers['keep-alive'] }))
    })
    sent.on('error', reject).on('timeout', () => sent.destroy(new Error('no answer')))
    sent.end(body)
  })
}

test('what is answered before it is read leaves the connection to whoever comes next', async ({ server }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const from = new Set<number>()
    for (const path of ['/reports/new', '/reports/import/reviews', '/reports/x/claims/import', '/reports/new']) {
      const large = await send(agent, server.baseURL, path, `text=${'x'.repeat(400_000)}`)
      expect(large.status, path).toBe(401)
      const next = await send(agent, server.baseURL, '/sign-in', 'email=nobody%40example.org&password=x')
      expect(next.status, `after ${path}`).toBe(422)
      // Longer than a proxy keeps it, which would else ask on what is closed in that moment.
      expect(next.stays).toBe('timeout=65')
      from.add(large.from).add(next.from)
    }
    expect(from.size).toBe(1)
  } finally {
    agent.destroy()
  }
})

test('a form of millions of fields is refused before they are told apart', async ({ browser, server }) => {
  const { context } = await signIn(browser, server.baseURL, 'auditor@example.org')
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const port = Number(new URL(server.baseURL).port)
  for (const path of ['/reports/new', '/reports/import/reviews']) {
    const form = rightForm(port, path, cookie, manyFields)
    expect(await sendRaw(port, form), path).toBe(400)
    const type = 'application/x-www-form-urlencoded; boundary=zz'
    expect(await sendRaw(port, withHeaders({ 'Content-Type': type })(form)), path).toBe(400)
  }
  await context.close()
})

/** Asks for something and is gone at once, so that what was asked is read from a connection that is no more. */
function askAndReset(port: number, what: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => {
      socket.write(what)
      setImmediate(() => socket.resetAndDestroy())
    })
    socket.on('error', () => {}).once('close', () => resolve())
  })
}

test('connections that are reset while they ask for a page or a room harm nobody else', async ({ server }) => {
  const { port, host } = new URL(server.baseURL)
  const page = `GET /sign-in HTTP/1.1\r\nHost: ${host}\r\n\r\n`
  const room = `GET /rooms/report/x HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`
  for (let times = 0; times < 300; times += 1) {
    await askAndReset(Number(port), page)
    await askAndReset(Number(port), room)
  }
  expect(await (await fetch(`${server.baseURL}/sign-in`)).text()).toContain('E-mail')
  expect(server.output()).not.toMatch(/"level":[56]0/u)
})
