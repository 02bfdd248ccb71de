import { useEffect, useState } from 'react'
import { useNavigate, useNavigation } from '@remix-run/react'
import { paths } from '#app/paths.ts'
import type { ReplayView } from '#server/history/replay.ts'

/** How long a step is looked at while it plays, and how long a slider rests before its moment is asked for, in ms. */
const [lookedAt, rest] = [1_200, 120]

/** The moment that is looked at, and the one that it is compared with. */
interface Asked {
  readonly at: number
  readonly from: number | undefined
}

/** The place among the steps of the one in which a moment lies. */
export function placeOf(steps: readonly number[], seq: number): number {
  const found = steps.findIndex((step) => step >= seq)
  return found === -1 ? steps.length - 1 : found
}

/** The steps before and after a moment, which may lie within one; null for none. */
export function stepsBeside(steps: readonly number[], seq: number) {
  return { before: steps.findLast((step) => step < seq) ?? null, after: steps.find((step) => step > seq) ?? null }
}

/** Moves between the moments of a claim: each is an address, and the one before is not kept to go back to. */
export function useMoments({ claim, steps, moment, compared }: ReplayView) {
  const navigate = useNavigate()
  const isLoading = useNavigation().state !== 'idle'
  const [isPlaying, setPlaying] = useState(false)
  // What the sliders ask for, until the page shows it or something else is asked for.
  const [wanted, ask] = useState<Asked | null>(null)
  const shown: Asked = { at: moment.seq, from: otherSeq(moment.seq, compared) }
  const asked = wanted && (wanted.at !== shown.at || wanted.from !== shown.from) ? wanted : null
  const addressOf = ({ at, from }: Asked) => paths.claimReplay(claim.id, at, from)
  const beside = stepsBeside(steps, moment.seq)
  const next = beside.after === null ? null : addressOf({ ...shown, at: beside.after })
  const sought = wanted && addressOf(wanted)
  useEffect(() => {
    if (sought === null) return undefined
    const timer = setTimeout(() => navigate(sought, inPlace), rest)
    return () => clearTimeout(timer)
  }, [sought, navigate])
  useEffect(() => {
    if (!isPlaying || isLoading || next === null) return undefined
    const timer = setTimeout(() => navigate(next, inPlace), lookedAt)
    return () => clearTimeout(timer)
  }, [isPlaying, isLoading, next, navigate])
  const play = (isOn: boolean) => {
    ask(null)
    setPlaying(isOn)
  }
  return { addressOf, ask, asked, shown, beside, isLoading, isPlaying: isPlaying && next !== null, play }
}

const inPlace = { replace: true, preventScrollReset: true } as const

/** The moment with which the one that is shown is compared, whichever came first. */
function otherSeq(seq: number, compared: ReplayView['compared']): number | undefined {
  if (compared === null) return undefined
  return compared.from.seq === seq ? compared.to.seq : compared.from.seq
}
