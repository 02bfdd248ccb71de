import { scale } from '#server/claims/verdict.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { BlindVerdict } from './blind-verdict.tsx'
import { claimMessages } from './messages.ts'
import { StandingVerdict } from './standing-verdict.tsx'
import { VerdictSection, type VerdictProps } from './verdict-section.tsx'

/** The verdict of a claim, as the team comes to it: one person's, or that of two. */
export function Verdict(props: VerdictProps) {
  return useWorkspace().view.rules.second.on ? <BlindVerdict {...props} /> : <DirectVerdict {...props} />
}

/** The verdict that stands, and the form that sets or changes it. */
function DirectVerdict(props: VerdictProps) {
  const { verdict, verdictSeq } = props.claim
  const label = verdict ? claimMessages.changeVerdict : claimMessages.setVerdict
  const standing = verdict && `${scale[verdict.rating].name}, ${claimMessages.verdictBy(verdict.by)}: ${verdict.reason}`
  const values = { rating: verdict?.rating ?? '', reason: verdict?.reason ?? '' }
  return (
    <VerdictSection
      {...props}
      intent="verdict.set"
      form={{ label, submit: label, values, seen: verdictSeq, standing }}
      isAsked={!verdict}
      opens={claimMessages.changeVerdict}
    >
      {verdict && <StandingVerdict verdict={verdict} />}
    </VerdictSection>
  )
}
