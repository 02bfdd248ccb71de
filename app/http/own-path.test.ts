import { expect, it } from 'vitest'
import { ownPath } from './own-path.ts'

it.each(['/', '/reports/1?claim=2', '/claims/x/history#top'])('keeps %s', (path) => {
  expect(ownPath(path)).toBe(path)
})

it.each([
  null,
  '',
  'https://evil.example',
  'javascript:alert(1)',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\u2028/evil.example',
  '/..//evil.example',
  '/././/evil.example',
  '/%2e%2e//evil.example',
  '/%2f%2fevil.example',
  '/reports//evil.example',
  '/reports?next=\\\\evil.example',
  '/reports\r\nSet-Cookie: session=x',
  'reports',
])('leads %s home', (path) => {
  expect(ownPath(path)).toBe('/')
})
