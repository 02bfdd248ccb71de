import { Link } from '@remix-run/react'
import { ActionIcon, Button, Group, Progress } from '@mantine/core'
import type { SavedState } from '../realtime/saved-state.ts'
import { paths } from '#app/paths.ts'
import { IconCheck, IconHistory, IconKeyboard } from '#app/ui/icons.ts'
import { CsvMenu } from '../claims/csv-menu.tsx'
import { RelationsButton } from '../claims/relations-button.tsx'
import { StageChip } from '../claims/stage-chip.tsx'
import { relationMessages } from '../claims/messages.ts'
import { isChecked } from '#server/claims/stage.ts'
import { isOpen } from '#server/review/change-views.ts'
import { changeMessages } from '../review/messages.ts'
import { Faces } from '../realtime/faces.tsx'
import { SavedBadge, WaitingClaims } from '../realtime/saved-badge.tsx'
import { reportMessages } from './messages.ts'
import { useWorkspace } from './workspace-context.ts'
import styles from './workspace.module.css'

/** What this report is, how far it is checked, who is here, and whether everything typed is saved. */
export function ReportHeader({ saved, onHelp }: { saved: SavedState; onHelp: () => void }) {
  const { view, here, say, changes } = useWorkspace()
  const { report } = view
  const live = view.claims.filter((claim) => !claim.withdrawn)
  const checked = live.filter((claim) => claim.verdict && isChecked(claim.stage)).length
  const waitingClaims = live.filter(({ stage, isStale }) => stage === 'in-review' || isStale).length
  const waiting = waitingClaims + (report.stage === 'in-review' ? 1 : 0)
  const unowned = live.filter((claim) => claim.unowned).length
  const disputed = live.filter((claim) => claim.disputed).length
  const broken = view.relations.filter(({ holds }) => holds === 'no').length
  const percent = live.length === 0 ? 0 : (100 * checked) / live.length
  const about = [report.publisher, reportMessages.edition(report.edition)].filter(Boolean).join(' · ')
  return (
    <header className={styles.header}>
      <div className={styles.heading}>
        <h1 className={styles.title}>{report.title}</h1>
        <span className={styles.about}>
          {about} · {reportMessages.wholeReport} <StageChip stage={report.stage} />
          {/^https?:\/\//i.test(report.sourceUrl) && (
            <>
              {' · '}
              <a href={report.sourceUrl} target="_blank" rel="noreferrer noopener">
                {reportMessages.original}
              </a>
            </>
          )}
        </span>
        <WaitingClaims reportId={report.id} />
      </div>
      <Group gap="md">
        <span className={styles.counts} title={reportMessages.whatIsChecked}>
          {reportMessages.progress(checked, live.length)}
          {unowned > 0 && ` · ${reportMessages.unowned(unowned)}`}
          {disputed > 0 && ` · ${reportMessages.disputed(disputed)}`}
          {broken > 0 && (
            <>
              {' · '}
              <span className={styles.broken}>{relationMessages.brokenCount(broken)}</span>
            </>
          )}
        </span>
        <Progress value={percent} w={90} size="sm" aria-label={reportMessages.progress(checked, live.length)} />
        <Button
          size="compact-sm"
          variant={changes.isShown ? 'filled' : 'default'}
          aria-pressed={changes.isShown}
          title={changeMessages.countTitle}
          onClick={() => changes.show(!changes.isShown)}
        >
          {changeMessages.count(view.changes.filter(isOpen).length)}
        </Button>
        <Faces people={here} />
        <SavedBadge here={saved} say={say} />
        <RelationsButton className={styles.link} />
        <CsvMenu reportId={report.id} canImport={view.viewer.allowed.includes('claim.make')} />
        <Link to={paths.review(report.id)} className={styles.link}>
          <IconCheck size={16} aria-hidden /> {reportMessages.review(waiting)}
        </Link>
        <Link to={paths.reportHistory(report.id)} className={styles.link}>
          <IconHistory size={16} aria-hidden /> {reportMessages.history}
        </Link>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={reportMessages.keys}
          title={reportMessages.keys}
          onClick={onHelp}
        >
          <IconKeyboard size={18} />
        </ActionIcon>
      </Group>
    </header>
  )
}
