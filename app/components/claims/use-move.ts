import { useState } from 'react'
import { useRevalidator } from '@remix-run/react'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { postDeed } from '../forms/use-deed.ts'
import { useWhyNot, useWorkspace } from '../reports/workspace-context.ts'
import type { Moves } from './claim-row.tsx'
import { claimMessages } from './messages.ts'

/** Moving claims within the team's order, one place at a time. */
export function useMove(inOrder: boolean) {
  const { view } = useWorkspace()
  const { revalidate } = useRevalidator()
  const whyNot = useWhyNot('claim.move') ?? (inOrder ? undefined : claimMessages.moveOnlyInOrder)
  const [problem, setProblem] = useState<string | null>(null)
  const order = view.claims.filter((claim) => !claim.withdrawn).map(({ id }) => id)

  const moveAfter = async (claimId: string, after: string) => {
    const answer = await postDeed(paths.claimPosition(claimId), 'claim.move', { after })
    setProblem(answer.ok ? null : answer.message)
    revalidate()
  }
  const movesOf = (claim: ClaimView): Moves => {
    const at = order.indexOf(claim.id)
    const next = order[at + 1]
    return {
      up: whyNot || at <= 0 ? undefined : () => void moveAfter(claim.id, order[at - 2] ?? ''),
      down: whyNot || !next ? undefined : () => void moveAfter(claim.id, next),
      whyNot,
    }
  }
  return { movesOf, problem }
}
