import { defaultKeymap, standardKeymap } from '@codemirror/commands'
import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from '@codemirror/language'
import { EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { parser } from '@lezer/markdown'
import { ySyncAnnotation, yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { textLimits, type TextName } from '#server/realtime/protocol.ts'
import { browserNonce } from '../http/nonce.ts'
import type { ClaimRoom } from './claim-room.ts'
import { editorMessages, lengthNotice, textLabels } from './messages.ts'
import { mostCharacters, ownEdits, tooLong } from './own-edits.ts'
import { setThreads, threadMarks, type AnchoredThread, type ThreadDeeds } from './thread-marks.ts'

const markdown = new Language(defineLanguageFacet(), parser, [], 'markdown')

const marks = HighlightStyle.define([
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.heading, fontWeight: '700' },
  { tag: [tags.link, tags.url], color: 'var(--mantine-color-anchor)' },
  { tag: tags.quote, fontStyle: 'italic' },
  { tag: tags.processingInstruction, color: 'var(--quiet)' },
])

const look = EditorView.theme({
  '&': { fontSize: 'inherit', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  // Lines wrap, so nothing is to be scrolled; the name at somebody's caret on the first line needs room above.
  '.cm-scroller': { overflow: 'visible', fontFamily: 'inherit', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--mantine-color-text)', padding: '0.45rem 0' },
  '.cm-cursor': { borderInlineStartColor: 'var(--mantine-color-text)' },
  '.cm-line': { padding: '0 0.6rem' },
  '.cm-placeholder': { color: 'var(--quiet)' },
  '.cm-ySelectionInfo': {
    opacity: '1',
    fontFamily: 'inherit',
    fontSize: '0.7rem',
    padding: '0 0.25rem',
    top: '-1.2em',
    animation: 'plumbline-name 0.5s 4s forwards',
  },
  '.cm-ySelectionCaret:hover > .cm-ySelectionInfo': { animation: 'none' },
  // A name stands over the words of the line above: it goes once it was read, and comes back under the pointer.
  '@keyframes plumbline-name': { to: { opacity: '0' } },
})

/** One live text in an editor of its own, with its own undo. */
export interface LiveText {
  readonly view: EditorView
  /** Marks the words that threads are about. */
  showThreads(threads: readonly AnchoredThread[]): void
  destroy(): void
}

interface Listeners {
  /** Is told what to say of the text's length, or null. */
  readonly onNotice: (notice: string | null) => void
  /** What the page does now with threads on words of the text. */
  readonly threadDeeds: () => ThreadDeeds
}

/** Mounts the editor of one text of a claim. */
export function mountLiveText(
  parent: Element,
  room: ClaimRoom,
  name: TextName,
  { onNotice, threadDeeds }: Listeners,
): LiveText {
  const text = room.doc.getText(name)
  const undoManager = new Y.UndoManager(text)
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        ...fieldExtensions(name, room.readOnly),
        ownEdits(name),
        tellLength(name, onNotice),
        yCollab(text, room.provider.awareness, { undoManager }),
        threadMarks(text, name, threadDeeds),
        redoWithCapsLock(undoManager),
        keymap.of(yUndoManagerKeymap),
      ],
    }),
  })
  onNotice(lengthNotice(view.state.doc.length, textLimits[name]))
  return {
    view,
    showThreads: (threads) => view.dispatch({ effects: setThreads.of(threads) }),
    destroy() {
      view.destroy()
      undoManager.destroy()
    },
  }
}

function fieldExtensions(name: TextName, readOnly: boolean): Extension[] {
  const { label, hint } = textLabels[name]
  return [
    EditorView.cspNonce.of(browserNonce()),
    EditorView.lineWrapping,
    look,
    placeholder(hint),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    EditorView.contentAttributes.of({
      dir: 'auto',
      'aria-label': label,
      'aria-multiline': String(name !== 'statement'),
      ...(readOnly ? { 'aria-readonly': 'true', tabindex: '0' } : {}),
    }),
    // A text of one line has the keys of a plain field: none that copies or moves lines.
    name === 'statement' ? keymap.of(standardKeymap) : [keymap.of(defaultKeymap), markdown, syntaxHighlighting(marks)],
  ]
}

/** With the caps lock on, shift and z give a small z, which would be taken for undo. */
function redoWithCapsLock(undoManager: Y.UndoManager): Extension {
  const any = (_view: EditorView, { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    const isRedo = key === 'z' && shiftKey && !altKey && (ctrlKey || metaKey)
    if (isRedo) undoManager.redo()
    return isRedo
  }
  return Prec.highest(keymap.of([{ any }]))
}

/** Tells what there is to say of the text's length: as it is now, and of an edit that was too long, until the next. */
function tellLength(name: TextName, onNotice: (notice: string | null) => void): Extension {
  let isRefused = false
  return EditorView.updateListener.of(({ state, transactions }) => {
    for (const transaction of transactions) {
      if (transaction.effects.some((effect) => effect.is(tooLong))) isRefused = true
      else if (transaction.docChanged && !transaction.annotation(ySyncAnnotation)) isRefused = false
    }
    onNotice(
      isRefused ? editorMessages.tooLong(mostCharacters(name)) : lengthNotice(state.doc.length, textLimits[name]),
    )
  })
}

/** Puts Markdown marks around the selection, or before its lines. */
export function wrap(view: EditorView, before: string, after: string): void {
  const { from, to } = view.state.selection.main
  view.dispatch({
    changes: [
      { from, insert: before },
      { from: to, insert: after },
    ],
    selection: { anchor: from + before.length, head: to + before.length },
    userEvent: 'input',
  })
  view.focus()
}
