/* What was published, once words of it were erased: nobody approved the blocks, so an editor does before they are published. */
import { expect, it } from 'vitest'
import { setVerdict } from '#server/claims/commands/verdict.ts'
import { proposeErasure } from '#server/history/commands/erasure.ts'
import { correctClaim } from '#server/publication/commands.ts'
import { submitClaim } from '#server/review/commands/review.ts'
import { reviewView } from '#server/review/queries/review.ts'
import { approveNow, checkAndSubmit, contentNow, desk, premises, publishNow } from '#tests/support/desk.ts'
import { startClaim } from '#tests/support/rooms.ts'
import { confirmSeen } from '#tests/support/seen-erasure.ts'

const own = premises()

it('a published claim of which words are erased differs from what was approved, until an editor approves it as it stands', async () => {
  const team = await desk(own.server)
  const { mara, edith, emil, ada } = team
  const { reportId, claimId } = await startClaim(mara)
  await checkAndSubmit(team, claimId, 'Zbigniew Kowalik said so.')
  await approveNow(edith, claimId)
  await publishNow(emil, claimId)
  await proposeErasure(edith, { words: 'Zbigniew Kowalik', reason: 'A court says so.' })
  await confirmSeen(ada, 1)

  const differs = async () => {
    const { claims, open } = await reviewView(emil, reportId, claimId)
    return [claims[0]?.published?.differs, open?.differs]
  }
  expect((await contentNow(emil, claimId)).form.reason).toBe('████████████████ said so.')
  expect(await differs()).toEqual([true, true])
  await expect(publishNow(emil, claimId)).rejects.toThrow('0 editors approved exactly this')

  const { claim } = await contentNow(emil, claimId)
  await correctClaim(mara, claimId, {
    wrong: 'It named a man.',
    now: 'It does not.',
    why: 'The law.',
    since: '2025-06-01',
  })
  await setVerdict(mara, claimId, { rating: 'true', reason: 'A man said so.', seen: String(claim.verdictSeq) })
  await submitClaim(mara, claimId, {})
  await approveNow(edith, claimId)
  await publishNow(emil, claimId)
  expect(await differs()).toEqual([false, false])
})
