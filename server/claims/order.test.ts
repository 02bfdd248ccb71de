import { expect, it } from 'vitest'
import { randomOf } from '#tests/support/typists.ts'
import { roomBehind } from './order.ts'

const seed = Number(process.env['PLUMBLINE_SEED'] ?? Date.now() % 1_000_000)

it.each([
  ['always behind the first', () => 0],
  ['always behind the last but one', (_: number, count: number) => count - 2],
  ['anywhere, most often behind the third', (random: number, count: number) => (random % 3 ? 2 : (random % count) - 1)],
])(`a claim put %s stands there, 500 times, and few others are moved for it (seed ${seed})`, (_, choose) => {
  const random = randomOf(seed)
  let claims = Array.from({ length: 5 }, (__, index) => ({ id: `${index}`, position: index < 3 ? 1 : index }))
  let moved = 0
  for (let count = 5; count < 505; count += 1) {
    const index = choose(random(1_000), count)
    const { position, aside } = roomBehind(claims, index)
    moved += aside.size
    const expected = claims.map(({ id }) => id).toSpliced(index + 1, 0, `${count}`)
    const placed = claims.map(({ id, position: old }) => ({ id, position: aside.get(id) ?? old }))
    const put = placed.toSpliced(index + 1, 0, { id: `${count}`, position })
    claims = put.toSorted((a, b) => a.position - b.position)
    expect(claims.map(({ id }) => id)).toEqual(expected)
    expect(put[index + 1]?.position).not.toBe(put[index]?.position)
  }
  expect(moved).toBeLessThan(500 * 8)
})

it('nobody is moved where there is room: in an empty report, before the first, behind the last', () => {
  const two = [
    { id: 'a', position: 4 },
    { id: 'b', position: 5 },
  ]
  expect(roomBehind([], -1)).toEqual({ position: 0, aside: new Map() })
  expect(roomBehind(two, -1)).toEqual({ position: 3, aside: new Map() })
  expect(roomBehind(two, 0)).toEqual({ position: 4.5, aside: new Map() })
  expect(roomBehind(two, 1)).toEqual({ position: 6, aside: new Map() })
})
