import { describe, expect, it } from 'vitest'
import { demoClaims, demoSum } from './claims.ts'
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

  it('has ten to fourteen claims, one of them disputed, and a sum among them', () => {
    expect(demoClaims.length).toBeGreaterThanOrEqual(10)
    expect(demoClaims.length).toBeLessThanOrEqual(14)
    const stances = demoClaims.map(({ evidence }) => new Set(evidence?.map(({ stance }) => stance)))
    expect(stances.filter((held) => held.has('supports') && held.has('refutes'))).toHaveLength(1)
    const low = (key: string) => Number(demoClaims.find((claim) => claim.key === key)?.figure?.low)
    expect(demoSum.parts.reduce((total, key) => total + low(key), 0)).toBe(low(demoSum.whole))
  })
})
