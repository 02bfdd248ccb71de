import { expect, it } from 'vitest'
import { publishedClaim, publishedReport, unpublishedClaim } from '#tests/support/published-claim.ts'
import { wholeSeen } from './published.ts'

it('of a list that was taken back before readers had a claim of it nothing is told, also once the claim is unpublished', () => {
  const address = { team: 'desk', report: 'exchange', claim: 'gone' }
  const publishedAt = '2025-06-04T10:00:00.000Z'
  const claims = [
    publishedClaim({}, { address, publishedAt }),
    { ...unpublishedClaim('A court said so.'), publishedAt },
  ]
  const list = (at: string | null) => {
    const retracted = at === null ? null : { note: 'Wrong.', at }
    return publishedReport({ claims: ['gone'], retracted })
  }
  for (const claim of claims) {
    expect(wholeSeen(list('2025-06-03T10:00:00.000Z'), [claim])).toBeNull()
    expect(wholeSeen(list('2025-06-05T10:00:00.000Z'), [claim])).toMatchObject({
      publishedAt,
      retracted: { note: 'Wrong.' },
    })
    expect(wholeSeen(list(null), [claim])).toMatchObject({ publishedAt, number: 1 })
  }
  expect(wholeSeen(list(null), [])).toBeNull()
})
