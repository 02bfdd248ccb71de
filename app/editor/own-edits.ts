import {
  EditorState,
  StateEffect,
  type Extension,
  type Text,
  type Transaction,
  type TransactionSpec,
} from '@codemirror/state'
import { ySyncAnnotation } from 'y-codemirror.next'
import { mostTimesLimit, textLimits, type TextName } from '#server/realtime/protocol.ts'

/** Stands in place of an edit that was not taken in, because the text would be longer than it may ever be. */
export const tooLong = StateEffect.define()

/** How long an edit may make a text. */
export const mostCharacters = (name: TextName): number => textLimits[name] * mostTimesLimit.editor

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
      const growth = changes.reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0)
      const stopped = stop(transaction, transaction.newDoc.length + growth, name)
      return stopped ?? (changes.length === 0 ? transaction : [transaction, { changes, sequential: true }])
    }),
  ]
}

/**
 * What comes of an edit that makes a text too long, or null. Typing ends at the limit. What comes as a whole, like a
 * paste or a composed word, is not cut up but let in past it, for its writer to shorten; and a text that is past its
 * limit can be reworded.
 */
function stop(transaction: Transaction, length: number, name: TextName): TransactionSpec | [] | null {
  const before = transaction.startState.doc.length
  if (length <= Math.max(before, textLimits[name])) return null
  if (length > mostCharacters(name)) return { effects: tooLong.of(null) }
  return before === textLimits[name] && isTyped(transaction) ? [] : null
}

const wholes = ['input.paste', 'input.drop', 'input.type.compose']
const isTyped = (transaction: Transaction): boolean =>
  transaction.isUserEvent('input') && !wholes.some((event) => transaction.isUserEvent(event))

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

interface Amendment {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/**
 * What an edit must be followed by in the same moment, as changes to the text after it. Editors find by comparison
 * what was typed and so change half of a sign whose other half stays the same; Yjs makes two unreadable signs of that.
 * So a sign at the edge of a change is put in whole, and what is left of one whose other half is gone, goes too.
 */
function amendments({ startState, newDoc, changes }: Transaction, isOneLine: boolean): Amendment[] {
  const found: Amendment[] = []
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
