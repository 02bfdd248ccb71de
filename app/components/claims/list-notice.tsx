import { isWithEditors } from '#server/claims/stage.ts'
import { useWorkspace } from '../reports/workspace-context.ts'
import { claimMessages } from './messages.ts'

/** Says to an editor, while the report is with the editors, what changing the list of its claims means for its approval. */
export function ListNotice() {
  const { view } = useWorkspace()
  if (!isWithEditors(view.report.stage) || !view.viewer.allowed.includes('report.approve')) return null
  return <p className="quiet">{claimMessages.becomeListAuthor}</p>
}
