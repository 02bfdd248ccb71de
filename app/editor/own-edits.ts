import { EditorState, type ChangeSpec, type Extension, type Text, type Transaction } from '@codemirror/state'
import { ySyncAnnotation } from 'y-codemirror.next'
import type { TextName } from '#server/realtime/protocol.ts'

/**
 * Makes every edit of this person's own one that this text takes: whatever brought it here, a key, a paste, a drop or
 * another way of writing. What others wrote is there already and stays as it is.
 */
export function ownEdits(name: TextName): Extension {
  const isOneLine = name === 'statement'
  return [
    // Else the editor would count CR LF in a text as one letter, where everybody else counts two.
    EditorState.lineSeparator.of('\n'),
    EditorState.transactionFilter.of((transaction) => {
      if (!transaction.docChanged || transaction.annotation(ySyncAnnotation) !== undefined) return transaction
      if (isOneLine && isOnlyLineBreak(transaction)) return []
      const changes = amendments(transaction, isOneLine)
      return changes.length === 0 ? transaction : [transaction, { changes, sequential: true }]
    }),
  ]
}

/** Whether an edit puts in a line break and nothing that could be read, as Enter does. */
function isOnlyLineBreak({ changes }: Transaction): boolean {
  let inserted = ''
  changes.iterChanges((_fromA, _toA, _fromB, _toB, text) => (inserted += text.toString()))
  return lineBreak.test(inserted) && inserted.trim() === ''
}

/** A sign of two UTF-16 units; alone, \p{Cs} finds only halves of one. */
const pair = /[\u{10000}-\u{10ffff}]/u
const lineBreak = /[\n\v\f\r\u2028\u2029]/u
const telling = new RegExp(`\\s+|\\0|\\p{Cs}|${pair.source}`, 'gu')

/**
 * What an edit must be followed by in the same moment, as changes to the text after it. Editors find by comparison
 * what was typed and so change half of a sign whose other half stays the same; Yjs makes two unreadable signs of that.
 * So a sign at the edge of a change is put in whole, and what is left of one whose other half is gone, goes too.
 */
function amendments({ startState, newDoc, changes }: Transaction, isOneLine: boolean): ChangeSpec[] {
  const found: ChangeSpec[] = []
  changes.iterChanges((fromA, toA, fromB, toB) => {
    const start = isInPair(startState.doc, fromA) ? fromB - 1 : fromB
    const end = isInPair(startState.doc, toA) ? toB + 1 : toB
    for (const { 0: part, index } of newDoc.sliceString(start, end).matchAll(telling)) {
      const [from, to] = [start + index, start + index + part.length]
      const insert = amended(part, isOneLine)
      if (insert !== part || from < fromB || to > toB) found.push({ from, to, insert })
    }
  })
  return found
}

const isInPair = (text: Text, at: number): boolean => pair.test(text.sliceString(Math.max(0, at - 1), at + 1))

function amended(part: string, isOneLine: boolean): string {
  if (part.trim() !== '') return pair.test(part) ? part : ''
  return isOneLine && lineBreak.test(part) ? ' ' : part.replaceAll(/\r\n?/gu, '\n')
}
