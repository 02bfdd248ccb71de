import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { createPeers } from './peer.ts'

const asking = (remoteAddress: string | undefined, headers: Record<string, string>) =>
  ({ socket: { remoteAddress }, connection: { remoteAddress }, headers }) as unknown as IncomingMessage

const forged = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'evil.test',
  'x-forwarded-port': '1',
  forwarded: 'for=203.0.113.9;host=evil.test',
  'x-real-ip': '203.0.113.9',
  'x-original-url': '/elsewhere',
  'x-http-method-override': 'DELETE',
}

it('nobody is believed who is not a proxy of ours, and nothing of it goes on', () => {
  const request = asking('::ffff:198.51.100.4', { host: 'desk.example', cookie: 'a=b', ...forged })
  expect(createPeers(['10.0.0.0/8'])(request)).toEqual({ clientAddress: '198.51.100.4', protocol: null })
  expect(request.headers).toEqual({ host: 'desk.example', cookie: 'a=b' })
})

it('a proxy of ours says where a request came from, up to the first address that is none', () => {
  const peerOf = createPeers(['10.0.0.0/8', '::1'])
  const behind = (list: string) => peerOf(asking('::1', { 'x-forwarded-for': list })).clientAddress
  expect(behind('192.0.2.66, 198.51.100.4, 10.1.2.3')).toBe('198.51.100.4')
  expect(behind('::ffff:198.51.100.4')).toBe('198.51.100.4')
  expect(behind('unknown')).toBe('::1')
  expect(behind('')).toBe('::1')
  expect(behind('<script>, 10.1.2.3')).toBe('::1')
})

it('a proxy of ours says what was asked for: the last word of it, for the others may be the browser’s', () => {
  const request = asking('10.0.0.1', {
    host: '127.0.0.1:3000',
    'x-forwarded-host': 'evil.test, desk.example',
    'x-forwarded-proto': 'http, https',
  })
  expect(createPeers(['10.0.0.1'])(request)).toMatchObject({ protocol: 'https' })
  expect(request.headers).toEqual({ host: 'desk.example' })
})

it('a connection that is gone before it is looked at is nobody’s, and nothing of what it says is believed', () => {
  for (const proxies of [[], ['10.0.0.0/8']]) {
    const request = asking(undefined, { host: 'desk.example', ...forged })
    expect(createPeers(proxies)(request)).toEqual({ clientAddress: '', protocol: null })
    expect(request.headers).toEqual({ host: 'desk.example' })
  }
})
