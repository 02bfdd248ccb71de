import { expect, test } from 'vitest'
import { canonicalBytes, type Json } from './canonical-json.ts'
import { Contents } from './contents.ts'

/** A deed whose payload has so many levels. */
function deed(levels: number) {
  let json: Json = 'word'
  for (let level = 0; level < levels; level += 1) json = { in: json }
  const subject = { type: 'team', id: 'desk' } as const
  const content = { actor: 'mara', at: '2026-01-01T00:00:00.000Z', kind: 'team.rules', payload: canonicalBytes(json) }
  return { teamId: 'desk', seq: 1, subject, ...content }
}

test('a payload has no more levels than any stack can hold', () => {
  const kinds = [{ type: 'team', follow: () => ({ take: () => {}, rows: () => ({}) }) }] as const
  const contents = new Contents({ teamId: 'desk', toldUpTo: 0, owners: new Map() }, kinds)
  expect(contents.take([deed(100)])).toBeNull()
  expect(contents.take([deed(100), deed(101)])).toEqual({ at: 1, what: 'its payload cannot be read' })
  expect(contents.take([deed(1_500)])).toEqual({ at: 0, what: 'its payload cannot be read' })
})
