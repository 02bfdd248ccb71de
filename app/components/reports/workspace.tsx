import { useEffect, useMemo, useRef, useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import type { WorkspaceView } from '#server/reports/workspace.ts'
import type { SavedState } from '../realtime/saved-state.ts'
import { useRetryWhileStale } from '#app/http/use-retry-while-stale.ts'
import { useReportRoom } from '#app/editor/use-report-room.ts'
import { StaleNotice } from '../realtime/stale-notice.tsx'
import { ChangesList } from '../review/changes-list.tsx'
import { changeMessages } from '../review/messages.ts'
import { useChangesPane, useScrollToChange } from '../review/use-changes-pane.ts'
import { ClaimList } from '../claims/claim-list.tsx'
import { ClaimPanel } from '../claims/claim-panel.tsx'
import { chosen as choose, everything } from '../claims/choose.ts'
import { claimMessages } from '../claims/messages.ts'
import { HelpDialog } from './help-dialog.tsx'
import { reportMessages } from './messages.ts'
import { ReportHeader } from './report-header.tsx'
import { ReportPane } from './report-pane.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { useOpenClaim, useScrollToOpen } from './use-open-claim.ts'
import { useKeyDeeds } from './use-key-deeds.ts'
import { WorkspaceContext, type Workspace as Shared } from './workspace-context.ts'
import styles from './workspace.module.css'

type Pane = 'report' | 'claims' | 'claim'

const paneOptions = [
  { value: 'report', label: reportMessages.report },
  { value: 'claims', label: claimMessages.claims },
  { value: 'claim', label: claimMessages.claim },
] as const satisfies readonly { value: Pane; label: string }[]

/** A report under check: its text, its claims, and the claim that is open. */
export function Workspace({ view }: { view: WorkspaceView }) {
  const room = useReportRoom(view.report.id, { personId: view.viewer.personId, seq: view.seq })
  useRetryWhileStale(room.status === 'connected')
  const { openClaim, open } = useOpenClaim(view)
  const openId = openClaim?.id ?? null
  const [lit, light] = useState<string | null>(null)
  const [choice, setChoice] = useState(everything)
  const [pane, setPane] = useState<Pane>(openId ? 'claim' : 'report')
  const changes = useChangesPane(view, () => setPane('claims'))
  const [saved, setSaved] = useState<SavedState | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const { spoken, say } = useAnnouncements(view, room.here, openId)
  const shown = useMemo(
    () =>
      choose(
        view.claims.filter((claim) => !claim.withdrawn),
        choice,
      ),
    [view, choice],
  )
  const keys = useKeyDeeds({ shown, openId, open, root, showPane: setPane })

  useScrollToOpen(openId, root)
  useScrollToChange(changes.pointed, root)
  const { setClaim } = room
  useEffect(() => {
    setClaim(openId)
    if (openId) setPane('claim')
    else setSaved(null)
  }, [openId, setClaim])

  const shared: Shared = { view, openClaim, open, lit, light, changes, here: room.here, say }
  return (
    <WorkspaceContext.Provider value={shared}>
      <div ref={root} className={styles.workspace} data-fills-window>
        <StaleNotice />
        <ReportHeader saved={saved ?? restingState(view, room.status)} onHelp={keys.showHelp} />
        <div className={styles.tabs}>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={reportMessages.panes}
            data={[...paneOptions]}
            value={pane}
            onChange={(value) => setPane(paneOptions.find((option) => option.value === value)?.value ?? 'report')}
          />
        </div>
        <div className={styles.panes} data-pane={pane}>
          <ReportPane keys={keys.forReport} className={`${styles.pane} ${styles.report}`} />
          <section
            className={`${styles.pane} ${styles.claims}`}
            aria-label={changes.isShown ? changeMessages.changes : claimMessages.claims}
          >
            {changes.isShown ? (
              <ChangesList />
            ) : (
              <ClaimList shown={shown} choice={choice} onChoice={setChoice} searchRef={keys.searchRef} />
            )}
          </section>
          <section
            className={`${styles.pane} ${styles.claim}`}
            aria-label={claimMessages.claim}
            data-claim-pane
            tabIndex={-1}
          >
            {openClaim ? (
              <ClaimPanel key={openClaim.id} claim={openClaim} verdictRef={keys.verdictRef} onSavedState={setSaved} />
            ) : (
              <p className={styles.empty}>{claimMessages.chooseOne}</p>
            )}
          </section>
        </div>
        <div className={styles.spoken} aria-live="polite" data-announcer>
          {spoken}
        </div>
        <HelpDialog opened={keys.helpOpened} onClose={keys.hideHelp} />
      </div>
    </WorkspaceContext.Provider>
  )
}

function restingState(view: WorkspaceView, status: string): SavedState {
  if (!view.viewer.allowed.includes('claim.write')) return { kind: 'read-only', unsaved: 0 }
  return { kind: status === 'connected' || status === 'connecting' ? 'saved' : 'reconnecting', unsaved: 0 }
}
