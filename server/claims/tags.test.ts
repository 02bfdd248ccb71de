import { expect, it } from 'vitest'
import { tagsIn } from './tags.ts'

it('brings tags into one spelling, each once', () => {
  expect(tagsIn(' #Exchange, prisoners  of war;EXCHANGE,,\ncafe\u0301')).toEqual([
    'exchange',
    'prisoners of war',
    'caf\u00e9',
  ])
  expect(tagsIn('')).toEqual([])
})
