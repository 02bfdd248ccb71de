import { describe, expect, it } from 'vitest'
import { checkRelation } from '../claims/check.ts'
import { demoClaims, demoRelations } from './claims.ts'
import { demoEvidence } from './evidence.ts'
import { demoReport } from './report.ts'

describe('the demo report', () => {
  it('has 25 to 35 sentences', () => {
    const sentences = demoReport.text.split(/(?<=[.!?])\s+/u).filter(Boolean)
    expect(sentences.length).toBeGreaterThanOrEqual(25)
    expect(sentences.length).toBeLessThanOrEqual(35)
  })

  it('says the words of every claim exactly once', () => {
    for (const quote of demoClaims.flatMap(({ quotes }) => quotes)) {
      expect(demoReport.text.split(quote), quote).toHaveLength(2)
    }
  })

  it('has ten to fourteen claims, one of them disputed', () => {
    expect(demoClaims.length).toBeGreaterThanOrEqual(10)
    expect(demoClaims.length).toBeLessThanOrEqual(14)
    const stances = Object.values(demoEvidence).map((evidence) => new Set(evidence.map(({ stance }) => stance)))
    expect(stances.filter((held) => held.has('supports') && held.has('refutes'))).toHaveLength(1)
  })

  it('has relations that hold, one that is not known and one that nobody can check', () => {
    const figureOf = (key: string) => demoClaims.find((claim) => claim.key === key)?.figure ?? { missing: 'no figure' }
    const found = demoRelations.map(({ of, kind, parts }) => checkRelation(kind, figureOf(of), parts.map(figureOf)))
    expect(found.map(({ holds }) => holds)).toEqual(['yes', 'yes', 'yes', 'unknown', 'stated'])
    expect(found[0]?.sentence).toBe('270 + 120 = 390')
    expect(found[3]?.why).toBe('as of different dates')
  })
})
