import { defaultKeymap, standardKeymap } from '@codemirror/commands'
import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from '@codemirror/language'
import { EditorState, Transaction, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { parser } from '@lezer/markdown'
import { yCollab, yUndoManagerKeymap } from 'y-codemirror.next'
import * as Y from 'yjs'
import { textLimits, type TextName } from '#server/realtime/protocol.ts'
import { browserNonce } from '../http/nonce.ts'
import type { ClaimRoom } from './claim-room.ts'
import { textLabels } from './messages.ts'
import { ownEdits } from './own-edits.ts'

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
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.5' },
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
  },
})

/** One live text in an editor of its own, with its own undo. */
export interface LiveText {
  readonly view: EditorView
  destroy(): void
}

/** Mounts the editor of one text of a claim. `onFull` is told when an edit would pass the limit. */
export function mountLiveText(parent: Element, room: ClaimRoom, name: TextName, onFull: () => void): LiveText {
  const text = room.doc.getText(name)
  const undoManager = new Y.UndoManager(text)
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text.toString(),
      extensions: [
        ...fieldExtensions(name, room.readOnly),
        ownEdits(name),
        limit(textLimits[name], onFull),
        yCollab(text, room.provider.awareness, { undoManager }),
        keymap.of(yUndoManagerKeymap),
      ],
    }),
  })
  return {
    view,
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
      'aria-label': label,
      'aria-multiline': String(name !== 'statement'),
      ...(readOnly ? { 'aria-readonly': 'true', tabindex: '0' } : {}),
    }),
    // A text of one line has the keys of a plain field: none that copies or moves lines.
    name === 'statement' ? keymap.of(standardKeymap) : [keymap.of(defaultKeymap), markdown, syntaxHighlighting(marks)],
  ]
}

function limit(most: number, onFull: () => void): Extension {
  return EditorState.changeFilter.of((transaction) => {
    const fits = transaction.newDoc.length <= most || transaction.newDoc.length <= transaction.startState.doc.length
    // What others wrote is there already; only this person's own typing is stopped.
    if (fits || transaction.annotation(Transaction.userEvent) === undefined) return true
    onFull()
    return false
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
