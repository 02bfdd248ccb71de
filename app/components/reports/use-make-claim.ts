import { useState } from 'react'
import { paths } from '#app/paths.ts'
import { postDeed } from '../forms/use-deed.ts'
import { useRevalidator } from '@remix-run/react'
import { reportMessages } from './messages.ts'
import type { Place } from './places.ts'
import { useWhyNot, useWorkspace } from './workspace-context.ts'

/** Making a claim from words of the report, or adding the words to the open claim. */
export function useMakeClaim() {
  const { view, openClaim, open, say } = useWorkspace()
  const { revalidate } = useRevalidator()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const whyNot = useWhyNot('claim.make')
  const canAdd = !whyNot && openClaim && !openClaim.withdrawn ? openClaim : null

  const send = async (action: string, intent: string, { start, end }: Place, done: (id?: string) => void) => {
    setBusy(true)
    const fields = { edition: String(view.report.edition), start: String(start), end: String(end) }
    const answer = await postDeed(action, intent, fields)
    setProblem(answer.ok ? null : answer.message)
    if (answer.ok) {
      revalidate()
      done(answer.id)
    }
    setBusy(false)
    return answer.ok
  }
  const make = (place: Place) =>
    send(paths.reportClaims(view.report.id), 'claim.make', place, (id) => {
      say(reportMessages.madeClaim)
      if (id) open(id)
    })
  const add = async (place: Place) =>
    canAdd !== null &&
    send(paths.claimPassages(canAdd.id), 'passage.add', place, () => say(reportMessages.addedPassage(canAdd.number)))
  return { make, add, addTo: canAdd?.number ?? null, whyNot, busy, problem }
}
