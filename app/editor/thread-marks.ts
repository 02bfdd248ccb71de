import { Prec, StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state'
import {
  Decoration,
  EditorView,
  keymap,
  showTooltip,
  ViewPlugin,
  type DecorationSet,
  type Tooltip,
  type ViewUpdate,
} from '@codemirror/view'
import type * as Y from 'yjs'
import { endsOf, layoutOf, longestQuote, placeOf, type Anchor, type Ends, type Place } from '#server/realtime/anchor.ts'
import type { TextName } from '#server/realtime/protocol.ts'
import { editorMessages } from './messages.ts'

/** A thread on words of a text. */
export interface AnchoredThread extends Anchor {
  readonly threadId: string
}

/** Words of a text that somebody chose to comment on. */
export interface ChosenWords extends Ends {
  readonly textName: TextName
  readonly quote: string
}

/** What the page does with a text's threads. */
export interface ThreadDeeds {
  /** How the words of each thread read now; null when none of them is left. */
  onWords(words: ReadonlyMap<string, string | null>): void
  onOpen(threadId: string): void
  /** Absent for whoever may not comment. */
  readonly onComment?: ((chosen: ChosenWords) => void) | undefined
}

/** Puts other threads on a text. */
export const setThreads = StateEffect.define<readonly AnchoredThread[]>()

const threadsField = StateField.define<readonly AnchoredThread[]>({
  create: () => [],
  update: (known, { effects }) =>
    effects.reduce((last, effect) => (effect.is(setThreads) ? effect.value : last), known),
})

/**
 * Underlines the words that threads are about, and offers to comment on selected ones. Nothing here edits the text:
 * marks are drawn over it, from the ids of its letters. Stands after the binding to Yjs, which knows an edit first.
 */
export function threadMarks(text: Y.Text, textName: TextName, deeds: () => ThreadDeeds): Extension {
  const begin = (view: EditorView): boolean => {
    const chosen = chosenIn(view.state)
    const { onComment } = deeds()
    if (!chosen || chosen.isTooLong || !onComment) return false
    onComment({ textName, quote: chosen.quote, ...endsOf(text, chosen.from, chosen.to) })
    return true
  }
  return [threadsField, markPlugin(text, deeds), offer(deeds, begin), keys(deeds, begin), look]
}

interface Marks {
  decorations: DecorationSet
  update(update: ViewUpdate): void
}

function markPlugin(text: Y.Text, deeds: () => ThreadDeeds): Extension {
  const make = (view: EditorView): Marks => {
    let told = ''
    const draw = ({ state }: EditorView) => {
      const places = placesIn(text, state.field(threadsField))
      const words = [...places].map(([id, place]) => [id, place?.words ?? null] as const)
      const now = JSON.stringify(words)
      if (now !== told) deeds().onWords(new Map(words))
      told = now
      return decorationsOf(places, state.doc.length)
    }
    const marks: Marks = {
      decorations: draw(view),
      update({ docChanged, startState, state }) {
        if (docChanged || startState.field(threadsField) !== state.field(threadsField)) marks.decorations = draw(view)
      },
    }
    return marks
  }
  const open = (event: MouseEvent) => {
    const threadId = event.target instanceof Element && event.target.closest<HTMLElement>('[data-thread]')?.dataset
    if (threadId && threadId['thread'] && window.getSelection()?.isCollapsed) deeds().onOpen(threadId['thread'])
  }
  return ViewPlugin.define(make, { decorations: (marks) => marks.decorations, eventHandlers: { click: open } })
}

/** Where each thread's words stand; threads on letters that have not arrived yet are left out. */
function placesIn(text: Y.Text, threads: readonly AnchoredThread[]): ReadonlyMap<string, Place | null> {
  const places = new Map<string, Place | null>()
  if (threads.length === 0) return places
  const layout = layoutOf(text)
  for (const { threadId, ...anchor } of threads) {
    const place = placeOf(layout, anchor)
    if (place !== undefined) places.set(threadId, place)
  }
  return places
}

function decorationsOf(places: ReadonlyMap<string, Place | null>, length: number): DecorationSet {
  const marks = [...places].flatMap(([threadId, place]) =>
    place && place.start < place.end && place.end <= length
      ? [Decoration.mark({ class: 'cm-thread', attributes: { 'data-thread': threadId } }).range(place.start, place.end)]
      : [],
  )
  return Decoration.set(marks, true)
}

interface Chosen {
  readonly from: number
  readonly to: number
  readonly quote: string
  readonly isTooLong: boolean
}

/** The selected words without white space at their ends, or null. */
function chosenIn(state: EditorState): Chosen | null {
  const { from, to } = state.selection.main
  const raw = state.sliceDoc(from, to)
  const quote = raw.trim()
  const start = from + (raw.length - raw.trimStart().length)
  return quote === '' ? null : { from: start, to: start + quote.length, quote, isTooLong: quote.length > longestQuote }
}

function offer(deeds: () => ThreadDeeds, begin: (view: EditorView) => boolean): Extension {
  // Tooltips made by one function are one tooltip that moves.
  const create = (view: EditorView) => {
    const dom = document.createElement('button')
    dom.type = 'button'
    dom.className = 'cm-comment'
    const show = ({ state }: { readonly state: EditorState }) => {
      const isTooLong = chosenIn(state)?.isTooLong ?? false
      dom.disabled = isTooLong
      dom.textContent = isTooLong ? editorMessages.chooseFewer(longestQuote) : editorMessages.comment
    }
    show(view)
    // Pressing must not take the selection away before it is used.
    dom.addEventListener('mousedown', (event) => event.preventDefault())
    dom.addEventListener('click', () => begin(view))
    return { dom, update: show }
  }
  return showTooltip.compute(['selection'], (state): Tooltip | null => {
    const chosen = deeds().onComment && chosenIn(state)
    return chosen ? { pos: chosen.to, above: false, strictSide: false, create } : null
  })
}

function keys(deeds: () => ThreadDeeds, begin: (view: EditorView) => boolean): Extension {
  const run = (view: EditorView): boolean => {
    if (begin(view)) return true
    const { node } = view.domAtPos(view.state.selection.main.head)
    const element = node instanceof Element ? node : node.parentElement
    const threadId = element?.closest<HTMLElement>('[data-thread]')?.dataset['thread']
    if (threadId) deeds().onOpen(threadId)
    return threadId !== undefined
  }
  return Prec.high(keymap.of([{ key: 'Alt-Enter', run }]))
}

const look = EditorView.theme({
  '.cm-thread': {
    textDecoration: 'underline',
    textDecorationColor: 'light-dark(#b98a00, #e8c252)',
    textDecorationThickness: '2px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
    cursor: 'pointer',
  },
  '&:not(.cm-focused) .cm-comment': { display: 'none' },
  '.cm-tooltip.cm-comment': {
    marginBlockStart: '4px',
    font: 'inherit',
    fontSize: '0.8rem',
    fontWeight: '600',
    padding: '0.2rem 0.6rem',
    borderRadius: '4px',
    border: '1px solid var(--line)',
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    boxShadow: '0 1px 4px rgb(0 0 0 / 25%)',
    cursor: 'pointer',
  },
})
