import { useMemo, type CSSProperties, type MouseEvent, type RefObject } from 'react'
import type { Rating } from '#server/claims/verdict.ts'
import { reportMessages } from './messages.ts'
import { paragraphsOf, type LanedMark, type Mark, type Segment } from './segments.ts'
import { useWorkspace } from './workspace-context.ts'
import styles from './report-text.module.css'

/** The marks that the live claims' passages leave on the edition shown. */
export function marksOf(view: ReturnType<typeof useWorkspace>['view']): readonly Mark[] {
  return view.claims
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
          checked: claim.verdict !== null && claim.stage === 'in-review',
        })),
    )
}

/** The report's text in its reading column, with every live passage underlined and numbered. */
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
      dir="auto"
      tabIndex={0}
      role="region"
      aria-label={reportMessages.reportText}
      onClick={onClick}
      onMouseOver={(event) => light(claimsAt(event.target).find(Boolean) ?? null)}
      onMouseLeave={() => light(null)}
    >
      {paragraphs.map((paragraph) => (
        <p key={paragraph.start}>
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

/** One line below the words per passage: thin while open, thick once checked, in the verdict's colour. */
function underlines(marks: readonly LanedMark[]): CSSProperties {
  const lanes = Math.max(...marks.map(({ lane }) => lane)) + 1
  const color = (mark: LanedMark) => (mark.rating ? colors[mark.rating] : 'var(--mark-none)')
  return {
    backgroundImage: marks.map((mark) => `linear-gradient(${color(mark)}, ${color(mark)})`).join(', '),
    backgroundSize: marks.map(({ checked }) => `100% ${checked ? 3 : 1}px`).join(', '),
    backgroundPosition: marks
      .map(({ lane, checked }) => `0 calc(100% - ${(lanes - 1 - lane) * laneHeight + (checked ? 0 : 1)}px)`)
      .join(', '),
    paddingBlockEnd: `${lanes * laneHeight}px`,
  }
}

function Piece({ segment, lit, openId }: { segment: Segment; lit: string | null; openId: string | null }) {
  if (segment.marks.length === 0) return <span data-start={segment.start}>{segment.text}</span>
  const ids = segment.marks.map(({ claimId }) => claimId)
  return (
    <span
      data-start={segment.start}
      data-claims={ids.join(' ')}
      data-numbers={segment.begins.length > 0 ? segment.begins.join(' ') : undefined}
      data-lit={(lit !== null && ids.includes(lit)) || undefined}
      data-open={(openId !== null && ids.includes(openId)) || undefined}
      className={styles.passage}
      style={underlines(segment.marks)}
    >
      {segment.text}
    </span>
  )
}
