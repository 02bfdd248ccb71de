import { EditorState, type TransactionSpec } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { ySyncAnnotation, YSyncConfig } from 'y-codemirror.next'
import * as Y from 'yjs'
import { ownEdits } from './own-edits.ts'

const textWith = (doc: string) => EditorState.create({ doc, extensions: [ownEdits] })
const after = (doc: string, edit: TransactionSpec) => textWith(doc).update(edit)
const fromOthers = () => ySyncAnnotation.of(new YSyncConfig(new Y.Doc().getText('notes'), null))

describe('what a person inserts', () => {
  it('loses what no text may hold, and keeps the caret behind it', () => {
    const pasted = 'one\0 two\0\0'
    const edit = after('[]', { changes: { from: 1, insert: pasted }, selection: { anchor: 1 + pasted.length } })
    expect(edit.newDoc.toString()).toBe('[one two]')
    expect(edit.newSelection.main.head).toBe(8)
  })

  it('has one sign for the end of a line, whatever system it comes from', () => {
    expect(after('', { changes: { from: 0, insert: 'a\r\nb\rc\n\r\nd' } }).newDoc.toString()).toBe('a\nb\nc\n\nd')
  })

  it('says of itself what it said before', () => {
    const edit = after('', { changes: { from: 0, insert: 'a\0' }, userEvent: 'input.paste', scrollIntoView: true })
    expect([edit.isUserEvent('input.paste'), edit.scrollIntoView]).toEqual([true, true])
  })

  it('may replace with nothing but such signs: what was selected is gone', () => {
    expect(after('abc', { changes: { from: 1, to: 2, insert: '\0' } }).newDoc.toString()).toBe('ac')
  })
})

describe('what others wrote', () => {
  it('stays as it is, letter by letter', () => {
    const words = 'one\0\r\ntwo\r'
    const edit = after('', { changes: { from: 0, insert: words }, annotations: fromOthers() })
    expect([edit.newDoc.toString(), edit.newDoc.length]).toEqual([words, words.length])
  })
})
