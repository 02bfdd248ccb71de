import { expect, it } from 'vitest'
import { placeOf, stepsBeside } from './use-moments.ts'

const steps = [3, 8, 20]

it('finds the step in which a moment lies, and the steps beside it', () => {
  expect([1, 3, 5, 8, 20, 25].map((seq) => placeOf(steps, seq))).toEqual([0, 0, 1, 1, 2, 2])
  expect(stepsBeside(steps, 8)).toEqual({ before: 3, after: 20 })
  expect(stepsBeside(steps, 5)).toEqual({ before: 3, after: 8 })
  expect(stepsBeside(steps, 3)).toEqual({ before: null, after: 8 })
  expect(stepsBeside(steps, 20)).toEqual({ before: 8, after: null })
})
