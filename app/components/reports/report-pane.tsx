import { useEffect, useRef, type MutableRefObject, type RefObject } from 'react'
import { ClaimMaker } from './claim-maker.tsx'
import { reportMessages } from './messages.ts'
import { ReportText } from './report-text.tsx'
import { useChosenWords } from './use-chosen-words.ts'
import { useMakeClaim } from './use-make-claim.ts'
import { WordsFinder } from './words-finder.tsx'
import { useWorkspace } from './workspace-context.ts'

export interface ReportKeys {
  /** What the key for making a claim does now. */
  readonly makeClaim: MutableRefObject<() => void>
  /** What the key for requesting a change does now. */
  readonly requestChange: MutableRefObject<() => void>
  readonly wordsRef: RefObject<HTMLInputElement>
}

/** The report's side of the workspace: its text, and the ways to make a claim from it. */
export function ReportPane({ keys, className }: { keys: ReportKeys; className: string }) {
  const { view, changes } = useWorkspace()
  const container = useRef<HTMLDivElement>(null)
  const { chosen, clear } = useChosenWords(container, view.report.text)
  const maker = useMakeClaim()
  const { makeClaim, requestChange, wordsRef } = keys

  useEffect(() => {
    const findWords = () => {
      wordsRef.current?.closest('details')?.setAttribute('open', '')
      wordsRef.current?.focus()
    }
    makeClaim.current = () => {
      if (chosen && !maker.whyNot) void maker.make(chosen).then((made) => made && clear())
      else findWords()
    }
    requestChange.current = () => {
      if (!chosen || maker.whyNot) return findWords()
      changes.ask(chosen)
      clear()
    }
  })
  return (
    <section className={className} aria-label={reportMessages.report}>
      <WordsFinder maker={maker} inputRef={wordsRef} />
      <ReportText containerRef={container} />
      {chosen && <ClaimMaker chosen={chosen} maker={maker} onDone={clear} />}
    </section>
  )
}
