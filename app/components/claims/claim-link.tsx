import { Link } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { relationMessages } from './messages.ts'

/** A claim of the same report by its number, as a link to it; with a capital where it begins a sentence. */
export function ClaimLink({ id, isFirst = false }: { id: string; isFirst?: boolean }) {
  const { view } = useWorkspace()
  const claim = view.claims.find((each) => each.id === id)
  if (!claim) return null
  return (
    <Link to={paths.report(view.report.id, id)} preventScrollReset title={claim.statement}>
      {isFirst ? relationMessages.claimFirst(claim.number) : relationMessages.claim(claim.number)}
    </Link>
  )
}
