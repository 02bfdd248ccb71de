import { lazy, Suspense } from 'react'
import { useMounted } from '@mantine/hooks'
import type { ClaimView } from '#server/reports/workspace.ts'
import { useWhyNot } from '../reports/workspace-context.ts'

// Telling one site from another takes a large list. Without a network the claim is shown without this.
const UnfinishedList = lazy(async () => {
  try {
    return { default: (await import('./unfinished-list.tsx')).UnfinishedList }
  } catch {
    return { default: () => null }
  }
})

/** Says to whoever may submit the claim, or did, what an approval of it misses. It hinders nobody. */
export function UnfinishedNotice({ claim }: { claim: ClaimView }) {
  const maySubmit = useWhyNot('claim.submit', claim) === undefined
  // What the server sent ahead would be thrown away by whatever changes before the list has come.
  const isMounted = useMounted()
  const { stage } = claim
  if (!isMounted || !maySubmit || (stage !== 'checking' && stage !== 'in-review')) return null
  return (
    <Suspense>
      <UnfinishedList claim={claim} stage={stage} />
    </Suspense>
  )
}
