import { useMemo } from 'react'
import type { AnchoredThread, ThreadDeeds } from '#app/editor/thread-marks.ts'
import type { ClaimView } from '#server/reports/workspace.ts'
import { useWhyNot } from '../reports/workspace-context.ts'
import type { Threads } from './use-threads.ts'

/** What the live texts of a claim show of its threads, and what they do with them. */
export function useThreadsInTexts(
  claim: ClaimView,
  { view, hearLive, want, begin }: Threads,
): { readonly threads: readonly AnchoredThread[]; readonly threadDeeds: ThreadDeeds } {
  const mayComment = useWhyNot('thread.start', claim) === undefined
  const threads = useMemo(
    () =>
      (view?.threads ?? []).flatMap(({ id, about, isOpen }) => {
        if (!isOpen || about.on !== 'words') return []
        const { textName, quote, letters } = about
        return [{ threadId: id, textName, quote, letters }]
      }),
    [view],
  )
  const threadDeeds: ThreadDeeds = {
    onWords: hearLive,
    onOpen: want,
    onComment: mayComment ? (chosen) => begin({ on: 'words', ...chosen }) : undefined,
  }
  return { threads, threadDeeds }
}
