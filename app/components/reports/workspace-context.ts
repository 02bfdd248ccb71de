import { createContext, useContext } from 'react'
import type { Permission } from '#server/policy/rules.ts'
import type { ClaimView, WorkspaceView } from '#server/reports/workspace.ts'
import type { Presence } from '#server/realtime/protocol.ts'
import { formMessages } from '../forms/messages.ts'
import { claimMessages } from '../claims/messages.ts'
import type { ChangesPane } from '../review/use-changes-pane.ts'

export interface Workspace {
  readonly view: WorkspaceView
  readonly openClaim: ClaimView | null
  readonly open: (claimId: string) => void
  /** The claim that the pointer is over, in either pane. */
  readonly lit: string | null
  readonly light: (claimId: string | null) => void
  readonly changes: ChangesPane
  /** Who else is here and on which claim. */
  readonly here: readonly Presence[]
  /** Says something to screen readers, politely. */
  readonly say: (sentence: string) => void
}

export const WorkspaceContext = createContext<Workspace | null>(null)

/** The open workspace; only its parts may ask for it. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('useWorkspace outside a workspace')
  return workspace
}

/** Why the person may not do this here, as a sentence; undefined when they may. */
export function useWhyNot(permission: Permission, claim?: ClaimView): string | undefined {
  const { view } = useWorkspace()
  if (!view.viewer.allowed.includes(permission)) return formMessages.readOnly
  return claim?.withdrawn ? claimMessages.withdrawnReadOnly : undefined
}
