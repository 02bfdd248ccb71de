import { expect, it } from 'vitest'
import { reportFormOf } from '../publication/report-form.ts'
import { compareLists } from './compare-lists.ts'

const report = { title: 'Exchange', publisher: '', sourceUrl: '', language: 'en' }

/** A list of claims by their ids, each with the form behind its colon. */
const list = (...claims: string[]) =>
  reportFormOf(
    report,
    claims.map((claim) => {
      const [id = '', hash = ''] = claim.split(':')
      return { id, statement: id, rating: 'true', hash }
    }),
  )

function changes(before: readonly string[], now: readonly string[]) {
  const { added, gone, changed, isReordered } = compareLists(list(...before), list(...now))
  const ids = (claims: typeof added) => claims.map(({ id }) => id).join(' ')
  return [ids(added), ids(gone), ids(changed), isReordered]
}

it('tells what is new, gone, in another form, and in another order', () => {
  expect(changes(['a:1', 'b:1'], ['a:1', 'b:1'])).toEqual(['', '', '', false])
  expect(changes(['a:1', 'b:1'], ['c:1', 'a:1', 'b:2'])).toEqual(['c', '', 'b', false])
  expect(changes(['a:1', 'b:1', 'c:1'], ['c:1'])).toEqual(['', 'a b', '', false])
  expect(changes(['a:1', 'b:1', 'c:1'], ['c:2', 'a:1'])).toEqual(['', 'b', 'c', true])
  expect(changes([], [])).toEqual(['', '', '', false])
})
