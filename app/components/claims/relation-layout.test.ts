import fc from 'fast-check'
import { expect, test } from 'vitest'
import { relationKinds, type RelationKind } from '#server/claims/relation.ts'
import type { RelationView } from '#server/reports/workspace.ts'
import { nodeSize, pathThrough, pictureOf, type Picture, type Point } from './relation-layout.ts'

const end = (claimId: string) => ({ claimId, figure: '' })
let made = 0
const relation = (own: string, kind: RelationKind, ...parts: string[]): RelationView => ({
  id: `relation-${String(made++)}`,
  kind,
  own: end(own),
  parts: parts.map(end),
  note: '',
  sentence: '',
  holds: 'yes',
  why: '',
})

const placeOf = ({ claims }: Picture, id: string) => {
  const found = claims.find(({ claimId }) => claimId === id)
  if (!found) throw new Error(`${id} has no place.`)
  return found
}
const isIn = ({ width, height }: Picture, { x, y }: Point) => x >= 0 && y >= 0 && x <= width && y <= height

test('a whole stands above its parts, also as the parts say it, and a claim above what it depends on', () => {
  const picture = pictureOf(
    ['a', 'b', 'c', 'd', 'e'],
    [relation('b', 'sum', 'a', 'c'), relation('d', 'part-of', 'b'), relation('a', 'depends-on', 'd')],
  )
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => placeOf(picture, id).y) as [number, number, number, number]
  expect(b).toBeLessThan(Math.min(a, c, d))
  expect(a).toBeLessThan(d)
  expect(picture.claims.map(({ claimId }) => claimId)).toEqual(['a', 'b', 'c', 'd'])
  const partOf = picture.lines.find(({ relation: { kind } }) => kind === 'part-of')
  expect(partOf?.points[0]?.y).toBeGreaterThan(partOf?.points.at(-1)?.y ?? Infinity)
})

test('nothing is related in an empty picture', () => {
  expect(pictureOf(['a'], [])).toEqual({ width: 0, height: 0, claims: [], lines: [] })
  expect(pathThrough([])).toBe('')
})

const ids = Array.from({ length: 200 }, (_, index) => `claim-${String(index)}`)

test('whatever is related, no two claims overlap, everything is inside, and it is the same every time', () => {
  const any = fc
    .tuple(fc.nat(30), fc.constantFrom(...relationKinds), fc.nat(30))
    .filter(([own, , part]) => own !== part)
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 40 }), (found) => {
      const relations = found.map(([own, kind, part]) => relation(ids[own] ?? '', kind, ids[part] ?? ''))
      const picture = pictureOf(ids, relations)
      expectApart(picture)
      for (const { points, label } of picture.lines)
        expect([...points, label].every((point) => isIn(picture, point))).toBe(true)
      expect(picture.lines).toHaveLength(relations.length)
      expect(pictureOf(ids, relations)).toEqual(picture)
    }),
    { numRuns: 60 },
  )
})

test('200 related claims stay within a picture that can be looked through', () => {
  const pairs = ids.flatMap((id, index) =>
    index % 4 === 0 ? [relation(id, 'sum', ...ids.slice(index + 1, index + 4))] : [],
  )
  const picture = pictureOf(ids, pairs)
  expectApart(picture)
  expect(picture.claims).toHaveLength(200)
  expect(picture.width).toBeLessThan(1_500)
})

function expectApart({ claims }: Picture): void {
  for (const [index, one] of claims.entries()) {
    for (const other of claims.slice(index + 1)) {
      const [dx, dy] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)]
      expect(dx >= nodeSize.width || dy >= nodeSize.height, `${one.claimId} ${other.claimId}`).toBe(true)
    }
  }
}
