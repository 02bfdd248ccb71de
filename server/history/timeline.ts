import { diffWordsWithSpace } from 'diff'
import type { TextName } from '../realtime/protocol.ts'
import type { Touched } from '../realtime/authorship.ts'
import { edited, textAfter, unmarked, type Mark, type Step, type Word } from './marks.ts'

/** Who did what, when: newest first. Dates are ISO strings. */
export interface TimelineView {
  /** The report that it is of, or in which its claim is; null for the history of the team. */
  readonly reportId: string | null
  readonly items: readonly TimelineItem[]
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly kinds: readonly { readonly kind: string; readonly name: string }[]
  readonly claims: readonly TimelineClaim[]
  /** Ask for what came before this seq; null when this is all. */
  readonly older: number | null
  /** Up to when what was typed is in it, where that is not up to now; empty for none of it, null when it is. */
  readonly toldUpTo: string | null
}

export interface TimelineItem {
  readonly seq: number
  readonly at: string
  readonly person: string
  readonly personId: string
  readonly kind: string
  readonly claim: TimelineClaim | null
  readonly report: TimelineReport | null
  /** Reads after the person's name: "set the verdict to False". */
  readonly sentence: string
  readonly parts: readonly TimelinePart[]
}

export interface TimelineClaim {
  readonly id: string
  readonly number: number
  readonly statement: string
}

export interface TimelineReport {
  readonly id: string
  readonly title: string
}

export interface TimelinePart {
  readonly label: string
  readonly words: readonly Word[]
}

/** One recorded edit of one of a claim's texts. */
export interface TextChange {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly name: TextName
  readonly steps: readonly Step[]
  readonly touched: Touched
  /** The newest deed before it on its claim or that claim's report, by seq; 0 for none. */
  readonly deed: number
}

/**
 * One person's typing in one text without a long pause, and without a deed on its claim or report in between; `seq` and
 * `at` are those of its last edit.
 */
export interface Burst {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly name: TextName
  /** The seq of its first edit. */
  readonly first: number
  /** The text after its last edit, with what this person added and removed marked, and what others did meanwhile. */
  readonly words: readonly Word[]
  /** Whose words were removed and put back, besides their own. */
  readonly touched: Touched
}

/** A burst that may go on, with the marked text as it stands by now. */
interface OpenBurst extends Burst {
  readonly now: readonly Word[]
}

/** A pause of this many milliseconds ends a burst, and so do so many pieces of marked text. */
export const pause = 60_000
const mostPieces = 300

/**
 * Whether a burst is over before an edit: by a pause, for its length, or by a deed, as what was typed before an approval does
 * not stand among what was typed after it.
 */
const isOver = ({ seq, at, now }: OpenBurst, change: TextChange): boolean =>
  seq < change.deed || now.length > mostPieces || Date.parse(change.at) - Date.parse(at) >= pause

/**
 * Joins a claim's edits into bursts: the same person in the same text, less than a minute between edits and no deed,
 * unless it becomes too much to show. Bursts of several people may overlap; each holds the marks of its own person only.
 */
export class Bursts {
  readonly #texts: Map<TextName, string>
  #open: readonly OpenBurst[] = []

  /** Before the first edit stood these texts. */
  constructor(before: ReadonlyMap<TextName, string> = new Map()) {
    this.#texts = new Map(before)
  }

  /** Takes in the next edit, and answers with the bursts that are over now. */
  take(change: TextChange): readonly Burst[] {
    const ended = this.#open.filter((burst) => isOver(burst, change))
    const open = this.#open.filter((burst) => !ended.includes(burst))
    const isKnown = open.some(({ actor, name }) => actor === change.actor && name === change.name)
    const stood = this.#texts.get(change.name) ?? ''
    const begun = isKnown ? [] : [{ ...change, first: change.seq, words: unmarked(stood), now: unmarked(stood) }]
    this.#open = [...open, ...begun].map((burst) => (burst.name === change.name ? continued(burst, change) : burst))
    this.#texts.set(change.name, textAfter(stood, change.steps))
    return ended
  }

  /** Those that may go on. */
  get open(): readonly Burst[] {
    return this.#open
  }
}

/** The bursts of edits, given in order, as they are shown. Before the first one stood the texts `before`. */
export function burstsOf(changes: Iterable<TextChange>, before?: ReadonlyMap<TextName, string>): Burst[] {
  const bursts = new Bursts(before)
  const ended: Burst[] = []
  for (const change of changes) ended.push(...bursts.take(change))
  return [...ended, ...bursts.open].map(asShown)
}

/** A burst with no more of its text than is shown of it: there may be one for every few letters of a long text. */
export function asShown({ words, ...rest }: Burst): Burst {
  const { seq, at, actor, name, first, touched } = rest
  const shown = cut(words).map((word) => ({ ...word, text: copied(word.text) }))
  return { seq, at, actor, name, first, words: shown, touched }
}

/** A part of a text is kept as a view of it, which would keep all of the text. */
const copied = (text: string): string => Array.from(text).join('')

function continued(burst: OpenBurst, { seq, at, actor, steps, touched }: TextChange): OpenBurst {
  const isOwn = burst.actor === actor
  const mark: Mark = isOwn ? { change: 'added' } : { change: 'meanwhile', by: actor }
  const now = edited(burst.now, steps, mark)
  if (!isOwn) return { ...burst, now }
  const removed = allOf(burst.touched.removed, touched.removed)
  const restored = allOf(burst.touched.restored, touched.restored)
  return { seq, at, actor, name: burst.name, first: burst.first, words: now, now, touched: { removed, restored } }
}

const allOf = (some: readonly string[], more: readonly string[]): readonly string[] =>
  more.length === 0 ? some : [...new Set([...some, ...more])]

/** How much of a long unchanged stretch is shown beside a change, in characters. */
const beside = 120
const most = beside * 2 + 20

/** For how many milliseconds it is looked for what differs, before all words are told to: others wait meanwhile. */
const longest = 100

/** The words before and after, told apart. Long unchanged stretches are cut to what stands beside a change. */
export function wordsBetween(before: string, after: string): Word[] {
  if (before === after) return before ? [{ text: shortened(before, true, true), change: 'same' }] : []
  const found = before && after ? diffWordsWithSpace(before, after, { timeout: longest }) : undefined
  if (!found) return replaced(before, after)
  return cut(
    found.map(({ value, added, removed }) => ({ text: value, change: added ? 'added' : removed ? 'removed' : 'same' })),
  )
}

function cut(words: readonly Word[]): Word[] {
  const shown = words.slice(0, mostPieces)
  const rest: Word[] = words.length > shown.length ? [{ text: ' …', change: 'same' }] : []
  const isKept = ({ change }: Word) => change === 'added' || change === 'removed'
  const short = (word: Word, index: number): Word =>
    isKept(word) ? word : { ...word, text: shortened(word.text, index === 0, index === words.length - 1) }
  return [...shown.map(short), ...rest]
}

function replaced(before: string, after: string): Word[] {
  const words: Word[] = [
    { text: before, change: 'removed' },
    { text: after, change: 'added' },
  ]
  return words.filter(({ text }) => text !== '')
}

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  // No character has more than two code units.
  const isShort = text.length <= most * 2 && Array.from(text).length <= most
  if (isShort) return text
  const head =
    isFirst && !isLast
      ? ''
      : Array.from(text.slice(0, beside * 2))
          .slice(0, beside)
          .join('')
  const tail =
    isLast && !isFirst
      ? ''
      : Array.from(text.slice(-beside * 2))
          .slice(-beside)
          .join('')
  return `${head} … ${tail}`.trim()
}

const named = (word: Word, nameOf: (personId: string) => string): Word =>
  word.by === undefined ? word : { ...word, by: nameOf(word.by) }

/** How the texts of a claim are called. */
export const textLabels: Readonly<Record<TextName, string>> = {
  statement: 'Statement',
  analysis: 'Analysis',
  notes: 'Notes',
}

/** What a burst did, in words, with the text before and after, and whose words it touched. */
export function burstWords(
  { name, words, touched }: Burst,
  nameOf: (personId: string) => string,
): Pick<TimelineItem, 'sentence' | 'parts'> {
  const are = (...changes: readonly Word['change'][]) => words.every(({ change }) => changes.includes(change))
  const verb = are('same', 'meanwhile')
    ? 'changed and changed back'
    : are('added', 'meanwhile')
      ? 'wrote'
      : are('removed')
        ? 'emptied'
        : 'changed'
  const people = (ids: readonly string[]) => ids.map(nameOf).join(' and ')
  const removed = touched.removed.length > 0 ? `, removing words of ${people(touched.removed)}` : ''
  const restored = touched.restored.length > 0 ? `, putting back words of ${people(touched.restored)}` : ''
  return {
    sentence: `${verb} the ${name}${removed}${restored}`,
    parts: [{ label: textLabels[name], words: words.map((word) => named(word, nameOf)) }],
  }
}
