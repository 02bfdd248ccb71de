import { useRef, useState } from 'react'
import { paths } from '#app/paths.ts'
import type { Rating } from '#server/claims/verdict.ts'
import { isImportable } from '#server/reports/claim-review/import.ts'
import { readClaimReviews, type ReadClaimReviews } from '#server/reports/claim-review/read.ts'
import type { Known, Outcome } from '#server/reports/commands/claim-reviews.ts'
import { postDeed, type DeedFields } from '../forms/use-deed.ts'

/** What was brought in, as it was read, and which of it the team has already. */
export interface Preview extends ReadClaimReviews {
  readonly source: string
  readonly base: string
  readonly known: readonly Known[]
}

/** An import that was begun: its report, what is still to do in it, and what became of the rest. */
interface Run {
  readonly reportId: string
  readonly left: readonly Place[]
  readonly all: number
  readonly outcomes: ReadonlyMap<number, Outcome>
}

interface Place {
  readonly review: number
  readonly paragraph: number
}

/** How many reviews are sent at once: few, so that one sees how it goes on and can stop. */
const sentAtOnce = 3

/** Reading a file of reviews, choosing among them and importing them a few at a time. */
export function useImport() {
  const [preview, setPreview] = useState<Preview | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [ratings, setRatings] = useState<ReadonlyMap<string, Rating>>(new Map())
  const [run, setRun] = useState<Run | null>(null)
  const [busy, setBusy] = useState<'read' | 'import' | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const isStopped = useRef(false)

  const post = async (intent: string, fields: DeedFields) => {
    const answer = await postDeed(paths.importReviewsDeeds(), intent, fields)
    setProblem(answer.ok ? null : (Object.values(answer.fields)[0] ?? answer.message))
    return answer.ok ? answer : null
  }

  const read = async (source: string, base: string) => {
    setBusy('read')
    const found = readClaimReviews(source, base)
    const answer = await post('review.look', { source: JSON.stringify(source), base })
    if (answer) {
      const known = answer['known'] as readonly Known[]
      setPreview({ ...found, source, base, known })
      setChosen(new Set(found.reviews.flatMap((each, at) => (isNew(each, known[at]) ? [at] : []))))
      setRun(null)
    }
    setBusy(null)
  }

  const begin = async ({ source, base }: Preview): Promise<Run | null> => {
    const fields = { source: JSON.stringify(source), base, chosen: JSON.stringify([...chosen]) }
    const answer = await post('review.begin', fields)
    if (!answer?.id) return null
    const left = answer['places'] as readonly Place[]
    return { reportId: answer.id, left, all: left.length, outcomes: new Map() }
  }

  const next = async ({ reviews, base }: Preview, now: Run): Promise<Run | null> => {
    const some = now.left.slice(0, sentAtOnce)
    const sent = some.map(({ review, paragraph }) => ({ raw: reviews[review]?.raw, paragraph }))
    const answer = await post('review.import', {
      reportId: now.reportId,
      base,
      reviews: JSON.stringify(sent),
      ratings: JSON.stringify([...ratings]),
    })
    if (!answer) return null
    const outcomes = answer['outcomes'] as readonly Outcome[]
    const more = some.flatMap(({ review }, at) => (outcomes[at] ? [[review, outcomes[at]] as const] : []))
    return { ...now, left: now.left.slice(sentAtOnce), outcomes: new Map([...now.outcomes, ...more]) }
  }

  /** Begins, or goes on where it was stopped. */
  const start = async () => {
    if (!preview || busy) return
    setBusy('import')
    isStopped.current = false
    let now = run ?? (await begin(preview))
    while (now) {
      setRun(now)
      if (now.left.length === 0 || isStopped.current) break
      now = await next(preview, now)
    }
    setBusy(null)
  }

  const choose = (reviews: readonly number[], isChosen: boolean) =>
    setChosen((before) => {
      const others = [...before].filter((each) => !reviews.includes(each))
      return new Set(isChosen ? [...others, ...reviews] : others)
    })
  const rate = (key: string, rating: Rating | null) =>
    setRatings((before) => {
      const others = [...before].filter(([each]) => each !== key)
      return new Map(rating ? [...others, [key, rating]] : others)
    })
  const stop = () => {
    isStopped.current = true
  }
  return { preview, chosen, ratings, run, busy, problem, read, start, stop, choose, rate }
}

export type Import = ReturnType<typeof useImport>

/** Whether a review can be imported: it makes a claim, and the team does not have it yet. */
export const isNew = (review: ReadClaimReviews['reviews'][number], known: Known | undefined): boolean =>
  isImportable(review) && known?.state === 'new'
