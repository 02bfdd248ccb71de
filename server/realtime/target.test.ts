import { expect, it } from 'vitest'
import { parseTarget } from './target.ts'

it('reads for whom a page asks, when it says so', () => {
  expect(parseTarget('/rooms/claim/c1?client=7&as=person-1')).toMatchObject({ id: 'c1', client: 7, as: 'person-1' })
  expect(parseTarget('/rooms/report/r1?after=3')).toMatchObject({ type: 'report', after: 3, as: null })
  expect(parseTarget('/rooms/report/r1?after=x')).toBeNull()
})
