import { expect, it } from 'vitest'
import { rulesInput } from './inputs.ts'
import { findings, readRules, standardRules, type RuleSubject } from './rules.ts'

const subject = { form: {}, openThreads: 0, brokenRelations: 0, override: '', approvals: 0 } as unknown as RuleSubject

it('a second, blind verdict is asked for where an admin says so, and holds when two people gave it', () => {
  expect(standardRules.second).toEqual({ on: false, minimum: 0 })
  const off = { on: false, minimum: 0 }
  const none = Object.fromEntries(Object.keys(standardRules).map((name) => [name, off])) as typeof standardRules
  const asked = { ...none, second: { on: true, minimum: 0 } }
  const found = (isSeconded: boolean) => findings({ ...subject, isSeconded }, asked, false)
  expect(found(true)).toEqual([{ rule: 'second', name: 'A second, blind verdict', part: 'verdict', missing: null }])
  expect(found(false)[0]?.missing).toBe('The verdict was not given by two people, each before seeing the other’s.')
  expect(findings({ ...subject, isSeconded: false }, none, true)).toEqual([])
})

it('a form sets it, and settings from before there was such a rule do not ask for it', () => {
  const minima = { 'sources.minimum': '2', 'quorum.minimum': '1', seen: '0' }
  expect(readRules(rulesInput.parse({ ...minima, second: 'on' }).settings).second.on).toBe(true)
  expect(readRules(rulesInput.parse(minima).settings).second.on).toBe(false)
  expect(readRules('{"reason":{"on":true,"minimum":0}}').second.on).toBe(false)
})
