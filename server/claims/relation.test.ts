import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { reachedFrom, relationKinds, whyNotBeside, type RelationKind, type StatedOf } from './relation.ts'
import { wholeFigure } from './figures.ts'
import { wholeRelation } from './relations.ts'

const stated = (claimId: string, kind: RelationKind, ...parts: string[]): StatedOf => ({
  claimId,
  kind,
  figureId: '',
  parts,
  partFigures: parts.map(() => ''),
})

test('no relation with itself, and none twice, also not read the other way round', () => {
  for (const kind of relationKinds) {
    expect(whyNotBeside([], stated('a', kind, 'a'))).toMatch(/no relation with itself/u)
    expect(whyNotBeside([stated('a', kind, 'b')], stated('a', kind, 'b'))).toMatch(/stated already/u)
  }
  expect(whyNotBeside([stated('a', 'sum', 'b', 'c')], stated('a', 'sum', 'c', 'b'))).toMatch(/stated already/u)
  expect(whyNotBeside([stated('a', 'same-as', 'b')], stated('b', 'same-as', 'a'))).toMatch(/stated already/u)
  expect(whyNotBeside([stated('a', 'contradicts', 'b')], stated('b', 'contradicts', 'a'))).toMatch(/stated already/u)
  expect(whyNotBeside([stated('a', 'same-as', 'b')], stated('a', 'contradicts', 'b'))).toBeNull()
  expect(whyNotBeside([stated('a', 'sum', 'b', 'c')], stated('a', 'sum', 'b', 'c', 'd'))).toBeNull()
})

test('other figures of the same claims are another relation', () => {
  const soldiers = { ...stated('a', 'same-as', 'b'), figureId: 'soldiers', partFigures: ['soldiers'] }
  const civilians = { ...stated('a', 'same-as', 'b'), figureId: 'civilians', partFigures: ['civilians'] }
  expect(whyNotBeside([soldiers], civilians)).toBeNull()
  expect(whyNotBeside([soldiers], soldiers)).toMatch(/stated already/u)
})

test('a part’s part is no whole of it, by sums and parts together; dependence is apart', () => {
  const standing = [stated('all', 'sum', 'some', 'others'), stated('few', 'part-of', 'some')]
  expect(whyNotBeside(standing, stated('all', 'part-of', 'few'))).toMatch(/part of itself/u)
  expect(whyNotBeside(standing, stated('few', 'sum', 'all', 'x'))).toMatch(/part of itself/u)
  expect(whyNotBeside(standing, stated('all', 'depends-on', 'few'))).toBeNull()
  expect(whyNotBeside(standing, stated('few', 'part-of', 'all'))).toBeNull()
})

test('whatever is stated in whichever order, no claim comes to depend on itself', () => {
  const claim = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  fc.assert(
    fc.property(fc.array(fc.tuple(claim, claim), { maxLength: 25 }), (pairs) => {
      const standing: StatedOf[] = []
      for (const [from, to] of pairs) {
        const added = stated(from, 'depends-on', to)
        if (whyNotBeside(standing, added) === null) standing.push(added)
        else expect(from === to || isTold(standing, from, to) || reaches(standing, to, from)).toBe(true)
      }
      for (const { claimId, parts } of standing) expect(reaches(standing, parts[0] ?? '', claimId)).toBe(false)
    }),
    { numRuns: 1_000 },
  )
})

const isTold = (standing: readonly StatedOf[], from: string, to: string) =>
  standing.some(({ claimId, parts }) => claimId === from && parts[0] === to)

function reaches(standing: readonly StatedOf[], from: string, to: string, steps = 5): boolean {
  if (from === to) return true
  return (
    steps > 0 &&
    standing.some(({ claimId, parts }) => claimId === from && reaches(standing, parts[0] ?? '', to, steps - 1))
  )
}

test('a tower of 300 sums of 50 parts is judged in few steps', () => {
  const most = 50_000
  const floor = (level: number) => Array.from({ length: 50 }, (_, index) => `floor ${String(level - index)}`)
  const tower = Array.from({ length: 300 }, (_, level) => stated(`floor ${String(level + 1)}`, 'sum', ...floor(level)))
  const looked = vi.spyOn(Set.prototype, 'add')
  const cellar = Array.from({ length: 50 }, (_, index) => `cellar ${String(index)}`)
  const fits = whyNotBeside(tower, stated('floor 0', 'sum', ...cellar))
  const closesCircle = whyNotBeside(tower, stated('floor 0', 'sum', ...cellar.slice(1), 'floor 300'))
  const looks = looked.mock.calls.length
  looked.mockRestore()
  expect(fits).toBeNull()
  expect(closesCircle).toMatch(/part of itself/u)
  expect(looks).toBeLessThan(most)

  let read = 0
  const steps = tower.flatMap(({ claimId, parts }) =>
    parts.map((part) => ({
      get from() {
        read++
        return part
      },
      to: claimId,
    })),
  )
  expect(reachedFrom(['floor 0'], steps).size).toBe(301)
  expect(read).toBeLessThan(most)
})

test('what the first entries did not say is empty', () => {
  const figure = { id: 'f', bound: 'exactly', low: '390', high: '', unit: 'people', asOf: '' } as const
  expect(wholeFigure(figure)).toEqual({ ...figure, scope: '', stockOrFlow: '', periodFrom: '', periodTo: '' })
  const relation = { id: 'r', kind: 'sum', parts: ['a', 'b'] } as const
  expect(wholeRelation(relation)).toEqual({ ...relation, figureId: '', partFigures: ['', ''], note: '' })
})
