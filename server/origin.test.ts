import { expect, test } from 'vitest'
import { isOwnHost, isOwnOrigin, originOf } from './origin.ts'

test.each([
  ['http://localhost:3000', 'localhost:3000', undefined, true],
  ['http://127.0.0.1:3000', 'localhost:3000', undefined, true],
  ['http://[::1]:3000', '127.0.0.1:3000', undefined, true],
  ['http://localhost:3001', 'localhost:3000', undefined, false],
  ['https://localhost:3000', 'localhost:3000', undefined, false],
  ['http://evil.test', 'localhost:3000', undefined, false],
  ['null', 'localhost:3000', undefined, false],
  [undefined, 'localhost:3000', undefined, false],
  ['https://desk.example', '10.0.0.1', 'https://desk.example', true],
  ['https://desk.example.evil.test', '10.0.0.1', 'https://desk.example', false],
  ['http://desk.example', 'desk.example', 'https://desk.example', false],
] as const)('%s at %s with %s: %s', (origin, host, publicOrigin, own) => {
  expect(isOwnOrigin(origin, host, publicOrigin)).toBe(own)
})

test.each([
  ['localhost:3000', undefined, true],
  ['127.0.0.1:3000', undefined, true],
  ['[::1]:3000', undefined, true],
  ['192.168.1.20:3000', undefined, true],
  ['evil.localhost:3000', undefined, false],
  ['desk.example', undefined, false],
  ['localhost', 'https://desk.example', false],
  ['desk.example', 'https://desk.example', true],
  ['desk.example:443', 'https://desk.example', true],
  ['desk.example:80', 'https://desk.example', false],
  ['desk.example@evil.test', 'https://desk.example', false],
  ['', undefined, false],
  [undefined, undefined, false],
] as const)('the host %s with %s: %s', (host, publicOrigin, own) => {
  expect(isOwnHost(host, publicOrigin)).toBe(own)
})

test.each([
  [{}, 'http://localhost:3000'],
  [{ HOST: '127.0.0.1' }, 'http://127.0.0.1:3000'],
  [{ HOST: 'desk' }, 'http://desk:3000'],
  [{ HOST: '0.0.0.0' }, 'http://localhost:3000'],
  [{ HOST: '::' }, 'http://localhost:3000'],
  [{ HOST: '0:0:0:0:0:0:0:0' }, 'http://localhost:3000'],
  [{ HOST: '::1' }, 'http://[::1]:3000'],
  [{ HOST: 'fe80::1%eth0' }, 'http://[fe80::1]:3000'],
  [{ HOST: '::', PUBLIC_ORIGIN: 'https://desk.example' }, 'https://desk.example'],
])('people find %o at %s', (env, origin) => {
  expect(originOf(env, 3000)).toBe(origin)
})
