import { expect, it } from 'vitest'
import { ownPath } from './own-path.ts'

it.each(['/', '/reports/1?claim=2', '/claims/x/history#top'])('keeps %s', (path) => {
  expect(ownPath(path)).toBe(path)
})

it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'reports'])(
  'leads %s home',
  (path) => {
    expect(ownPath(path)).toBe('/')
  },
)
