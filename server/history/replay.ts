import type { StandingThing } from '../claims/standing-telling.ts'
import type { Rating } from '../claims/verdict.ts'
import type { Stage } from '../claims/stage.ts'
import { textNames, type Presence, type TextName } from '../realtime/protocol.ts'
import { partsBetween } from './deeds.ts'
import { textLabels, wordsBetween, type TimelineClaim, type TimelineItem, type TimelinePart } from './timeline.ts'

/** A claim at a moment of its history, and what lies between that and another one. */
export interface ReplayView {
  readonly reportId: string
  readonly claim: TimelineClaim
  /** The entries at which a deed was done or somebody stopped typing: the steps of the timeline, by seq. */
  readonly steps: readonly number[]
  /** Everybody who ever edited its texts, in the order of their first edits. */
  readonly authors: readonly Presence['user'][]
  readonly moment: Moment
  readonly compared: Comparison | null
}

/** A claim as it stood after one entry of its history. Dates are ISO strings. */
export interface Moment {
  readonly seq: number
  readonly at: string
  readonly person: string
  /** What the entry did: a sentence that reads after the person's name, and the words before and after. */
  readonly told: readonly Pick<TimelineItem, 'sentence' | 'parts'>[]
  /** Which of the claim's entries it is, counted from 1, and of how many. */
  readonly number: number
  readonly of: number
  /** The claim's entries beside it. */
  readonly before: number | null
  readonly after: number | null
  readonly texts: Readonly<Record<TextName, readonly AuthoredRun[]>>
  readonly stage: Stage
  readonly rating: Rating | null
  /** Everything else that stood, in words; stage and verdict with their reasons. */
  readonly things: readonly StandingThing[]
}

/** Words of one person in a text. */
export interface AuthoredRun {
  readonly text: string
  readonly writerId: string
  readonly writer: string
  readonly written: Times
  /** Who brought them back, and when, if they had been deleted meanwhile. */
  readonly restored: (Times & { readonly by: string }) | null
}

interface Times {
  readonly first: string
  readonly last: string
}

/** What differs between two moments, the earlier one first. */
export interface Comparison {
  readonly from: Pick<Moment, 'seq' | 'at' | 'person' | 'told'>
  readonly to: Pick<Moment, 'seq' | 'at' | 'person' | 'told'>
  readonly texts: readonly TimelinePart[]
  readonly things: readonly {
    readonly thing: string
    readonly title: string
    readonly parts: readonly TimelinePart[]
  }[]
}

const wordsOf = (runs: readonly AuthoredRun[]): string => runs.map(({ text }) => text).join('')

/** What differs between two moments of one claim, whichever of them was earlier: its texts word by word, all else by field. */
export function compareMoments(one: Moment, other: Moment): Comparison {
  const [from, to] = one.seq <= other.seq ? [one, other] : [other, one]
  const texts = textNames.flatMap((name) => {
    const [before, after] = [wordsOf(from.texts[name]), wordsOf(to.texts[name])]
    return before === after ? [] : [{ label: textLabels[name], words: wordsBetween(before, after) }]
  })
  const all = [...new Set([...from.things, ...to.things].map(({ thing }) => thing))]
  const things = all.flatMap((thing) => {
    const [before, after] = [from, to].map((moment) => moment.things.find((each) => each.thing === thing))
    const parts = partsBetween(before?.fields ?? {}, after?.fields ?? {})
    const title = after?.title ?? before?.title ?? ''
    const isRenamed = before && after && before.title !== after.title
    const renamed = isRenamed ? [{ label: 'Title', words: wordsBetween(before.title, after.title) }] : []
    return parts.length + renamed.length > 0 ? [{ thing, title, parts: [...renamed, ...parts] }] : []
  })
  return { from: headOf(from), to: headOf(to), texts, things }
}

const headOf = ({ seq, at, person, told }: Moment): Comparison['from'] => ({ seq, at, person, told })
