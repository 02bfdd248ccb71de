import { endsOf } from '../claims/relation.ts'
import type { ClaimView, WorkspaceView } from '../reports/workspace.ts'
import { findings } from './rules.ts'

type Claim = Pick<ClaimView, 'id' | 'statement' | 'analysis' | 'verdict' | 'evidence' | 'openThreads'>

/** What an approval of a claim misses as its workspace shows it, as sentences in the order of the team's rules. */
export function unfinished(claim: Claim, { rules, relations }: Pick<WorkspaceView, 'rules' | 'relations'>): string[] {
  const { id, statement, analysis, verdict, evidence, openThreads } = claim
  const broken = relations.filter((each) => each.holds === 'no' && endsOf(each).some(({ claimId }) => claimId === id))
  const subject = {
    form: { statement, analysis, rating: verdict?.rating ?? '', reason: verdict?.reason ?? '', evidence } as const,
    openThreads,
    isSeconded: verdict !== null && verdict.second !== null,
    brokenRelations: broken.length,
    override: '',
    approvals: 0,
  }
  return findings(subject, rules, false).flatMap(({ missing }) => missing ?? [])
}
