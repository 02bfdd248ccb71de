import { useState } from 'react'
import { Button, Group } from '@mantine/core'
import type { ClaimView } from '#server/reports/workspace.ts'
import { paths } from '#app/paths.ts'
import { hasDraft } from '../forms/drafts.ts'
import { useWhyNot } from '../reports/workspace-context.ts'
import { MergeForm } from './merge-form.tsx'
import { originMessages } from './messages.ts'
import { SplitForm } from './split-form.tsx'

type Deed = 'split' | 'merge'

/** Splitting the claim in two, or merging it into another. */
export function Reshaping({ claim }: { claim: ClaimView }) {
  const [open, setOpen] = useState(() => begun(claim))
  const whyNot = useWhyNot('claim.split', claim)
  const close = () => setOpen(null)
  const opener = (deed: Deed, words: string) => (
    <Button
      size="xs"
      variant="subtle"
      disabled={whyNot !== undefined}
      title={whyNot}
      aria-expanded={open === deed}
      onClick={() => setOpen(deed)}
    >
      {words}
    </Button>
  )
  return (
    <>
      <Group gap="xs" mt="lg">
        {opener('split', originMessages.split)}
        {opener('merge', originMessages.merge)}
      </Group>
      {open === 'split' && <SplitForm claim={claim} onDone={close} />}
      {open === 'merge' && <MergeForm claim={claim} onDone={close} />}
    </>
  )
}

/** The form that was begun before. */
function begun({ id }: ClaimView): Deed | null {
  const isBegun = (deed: Deed) => hasDraft(paths.claimOrigin(id), `claim.${deed}`)
  return (['split', 'merge'] as const).find(isBegun) ?? null
}
