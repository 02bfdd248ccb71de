import { expect, it } from 'vitest'
import { nothingTold } from './told.ts'

it('a reason is told once while it stays, whatever numbers are in it, and again when it comes back', () => {
  const told = nothingTold()
  const fewer = (size: number, teamId = 'desk') =>
    told.isNews({ teamId, why: `It has ${size} entries, and 900 were signed before.` })
  expect([fewer(7), fewer(8), fewer(10), fewer(8, 'other')]).toEqual([true, false, false, true])
  expect(told.isNews({ teamId: 'desk', why: 'What was signed last was signed with another key.' })).toBe(true)
  expect([fewer(11), fewer(12)]).toEqual([true, false])
  told.forget('desk')
  expect([fewer(13), fewer(14), fewer(8, 'other')]).toEqual([true, false, false])
})
