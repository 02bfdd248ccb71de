import { expect, it } from 'vitest'
import type { Connection } from './connection.ts'
import { grouped, type Waiting } from './waiting.ts'

const from = (personId: string, sessionId: string, clientId: number): Waiting => ({
  connection: { actor: { personId, sessionId }, clientId } as Connection,
  update: new Uint8Array([clientId]),
  bytes: 1,
  isLast: true,
})

it('joins what one person wrote in one session, in the order in which people began', () => {
  const [a, b, c] = [from('ann', 's1', 7), from('bob', 's2', 8), from('ann', 's1', 9)]
  expect(grouped([a, b, c, b])).toEqual([
    [a, c],
    [b, b],
  ])
})

it('keeps the order of one document through a new sign-in', () => {
  const [other, old, renewed] = [from('ann', 'new', 9), from('ann', 'old', 7), from('ann', 'new', 7)]
  expect(grouped([other, old, renewed, other])).toEqual([[other], [old], [renewed, other]])
})
