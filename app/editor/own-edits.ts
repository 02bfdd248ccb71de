import { EditorState, type ChangeSpec, type Extension, type Transaction } from '@codemirror/state'
import { ySyncAnnotation } from 'y-codemirror.next'

/**
 * Makes every edit of this person's own one that the room takes: whatever brought it here, a key, a paste, a drop or
 * another way of writing. What others wrote is there already and stays as it is.
 */
export const ownEdits: Extension = [
  // Else the editor would count CR LF in a text as one letter, where everybody else counts two.
  EditorState.lineSeparator.of('\n'),
  EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.annotation(ySyncAnnotation) !== undefined) return transaction
    const changes = amendments(transaction)
    return changes.length === 0 ? transaction : [transaction, { changes, sequential: true }]
  }),
]

/** What must become of an edit's inserted text, as changes to the text after it. */
function amendments({ newDoc, changes }: Transaction): ChangeSpec[] {
  const found: ChangeSpec[] = []
  changes.iterChanges((_fromA, _toA, from, to) => {
    for (const { 0: part, index } of newDoc.sliceString(from, to).matchAll(/\r\n?|\0/gu)) {
      const at = from + index
      found.push({ from: at, to: at + part.length, insert: part === '\0' ? '' : '\n' })
    }
  })
  return found
}
