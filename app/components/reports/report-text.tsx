import { isChecked } from '#server/claims/stage.ts'
import { Fragment, useMemo, type CSSProperties, type MouseEvent, type RefObject } from 'react'
import type { Rating } from '#server/claims/verdict.ts'
import { isOpen } from '#server/review/change-views.ts'
import { Replacement, struckWords } from '../review/text-changes.tsx'
import { reportMessages } from './messages.ts'
import { paragraphsOf, type LanedMark, type Marks, type Segment } from './segments.ts'
import { useWorkspace } from './workspace-context.ts'
import styles from './report-text.module.css'

/** What the live claims' passages and the open requested changes leave on the edition shown. */
function marksOf(view: ReturnType<typeof useWorkspace>['view']): Marks {
  const changes = view.changes.filter((change) => isOpen(change) && change.edition === view.report.edition)
  const claims = view.claims
    .filter((claim) => !claim.withdrawn)
    .flatMap((claim) =>
      claim.passages
        .filter((passage) => passage.edition === view.report.edition)
        .map(({ start, end }) => ({
          claimId: claim.id,
          number: claim.number,
          start,
          end,
          rating: claim.verdict?.rating ?? null,
          checked: claim.verdict !== null && isChecked(claim.stage),
          published: claim.published !== null,
        })),
    )
  return { claims, changes }
}

/** The report's text in its reading column, with every live passage underlined and numbered, and what is to be changed struck through. */
export function ReportText({ containerRef }: { containerRef: RefObject<HTMLDivElement> }) {
  const { view, open, openClaim, lit, light } = useWorkspace()
  const paragraphs = useMemo(() => paragraphsOf(view.report.text, marksOf(view)), [view])
  const claimsAt = (target: EventTarget) =>
    target instanceof HTMLElement
      ? (target.closest<HTMLElement>('[data-claims]')?.dataset['claims'] ?? '').split(' ')
      : []
  const onClick = (event: MouseEvent) => {
    const selection = document.getSelection()
    if (selection && !selection.isCollapsed) return
    const ids = claimsAt(event.target).filter(Boolean)
    // A second click where passages overlap goes on to the next claim.
    const next = ids[(ids.indexOf(openClaim?.id ?? '') + 1) % ids.length]
    if (next) open(next)
  }
  return (
    <div
      ref={containerRef}
      className={styles.text}
      lang={view.report.language || undefined}
      tabIndex={0}
      role="region"
      aria-label={reportMessages.reportText}
      onClick={onClick}
      onMouseOver={(event) => light(claimsAt(event.target).find(Boolean) ?? null)}
      onMouseLeave={() => light(null)}
    >
      {paragraphs.map((paragraph) => (
        <p key={paragraph.start} dir="auto">
          {paragraph.segments.map((segment) => (
            <Piece key={segment.start} segment={segment} lit={lit} openId={openClaim?.id ?? null} />
          ))}
        </p>
      ))}
    </div>
  )
}

const colors: Readonly<Record<Rating, string>> = {
  true: 'var(--mark-true)',
  'mostly-true': 'var(--mark-mostly-true)',
  'half-true': 'var(--mark-half-true)',
  'mostly-false': 'var(--mark-mostly-false)',
  false: 'var(--mark-false)',
  unproven: 'var(--mark-unproven)',
}

const laneHeight = 4

const isThick = ({ checked, published }: LanedMark) => checked || published

const stripes = (color: string, isDouble: boolean) =>
  isDouble ? `${color} 0 1px, transparent 1px 2px, ${color} 2px 3px` : `${color}, ${color}`

/** One line below the words per passage, in the verdict's colour: thin while open, thick once checked, double once published. */
function underlines(marks: readonly LanedMark[]): CSSProperties {
  const lanes = Math.max(...marks.map(({ lane }) => lane)) + 1
  const color = (mark: LanedMark) => (mark.rating ? colors[mark.rating] : 'var(--mark-none)')
  return {
    backgroundImage: marks.map((mark) => `linear-gradient(${stripes(color(mark), mark.published)})`).join(', '),
    backgroundSize: marks.map((mark) => `100% ${isThick(mark) ? 3 : 1}px`).join(', '),
    backgroundPosition: marks
      .map((mark) => `0 calc(100% - ${(lanes - 1 - mark.lane) * laneHeight + (isThick(mark) ? 0 : 1)}px)`)
      .join(', '),
    paddingBlockEnd: `${lanes * laneHeight}px`,
  }
}

interface PieceProps {
  readonly segment: Segment
  readonly lit: string | null
  readonly openId: string | null
}

function Piece({ segment, lit, openId }: PieceProps) {
  return (
    <Fragment>
      <Words segment={segment} lit={lit} openId={openId} />
      {segment.ended.map((change) => (
        <Replacement key={change.id} change={change} />
      ))}
    </Fragment>
  )
}

function Words({ segment, lit, openId }: PieceProps) {
  const isStruck = segment.changes.length > 0
  const changes = isStruck ? segment.changes.map(({ id }) => id).join(' ') : undefined
  const struck = isStruck ? struckWords : ''
  if (segment.marks.length === 0) {
    return (
      <span data-start={segment.start} data-changes={changes} className={struck || undefined}>
        {segment.text}
      </span>
    )
  }
  const ids = segment.marks.map(({ claimId }) => claimId)
  const begins = segment.begins.length > 0
  return (
    <span
      data-start={segment.start}
      data-changes={changes}
      data-claims={ids.join(' ')}
      data-numbers={begins ? segment.begins.join(' ') : undefined}
      data-spoken={begins ? reportMessages.beginHere(segment.begins) : undefined}
      data-lit={(lit !== null && ids.includes(lit)) || undefined}
      data-open={(openId !== null && ids.includes(openId)) || undefined}
      className={`${styles.passage} ${struck}`}
      style={underlines(segment.marks)}
    >
      {segment.text}
    </span>
  )
}
