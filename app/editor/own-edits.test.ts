import { EditorState, type TransactionSpec } from '@codemirror/state'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ySyncAnnotation, YSyncConfig } from 'y-codemirror.next'
import * as Y from 'yjs'
import { frameLimits } from '#server/realtime/gate.ts'
import { textNames, type TextName } from '#server/realtime/protocol.ts'
import { mostCharacters, ownEdits, tooLong } from './own-edits.ts'

const edited = (name: TextName, doc: string, edit: TransactionSpec) =>
  EditorState.create({ doc, extensions: ownEdits(name) }).update(edit)
const after = (doc: string, edit: TransactionSpec) => edited('notes', doc, edit)
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

describe('a sign of two halves', () => {
  it('is replaced whole when only one half of it differs', () => {
    const edit = after('mood 😀', { changes: { from: 6, to: 7, insert: '\ude02' }, selection: { anchor: 7 } })
    expect(edit.newDoc.toString()).toBe('mood 😂')
    expect(edit.newSelection.main.head).toBe(7)
    expect(changesOf(edit)).toEqual([{ from: 5, to: 7, insert: '😂' }])
  })

  it('is put in whole beside one that begins alike, and the caret stays between the two', () => {
    const edit = after('😁', { changes: { from: 1, insert: '\ude00\ud83d' }, selection: { anchor: 2 } })
    expect(edit.newDoc.toString()).toBe('😀😁')
    expect(edit.newSelection.main.head).toBe(2)
    expect(edges(edit)).toEqual([0, 2])
  })

  it('goes whole when one half is taken away', () => {
    expect(after('a😀b', { changes: { from: 2, to: 3 } }).newDoc.toString()).toBe('ab')
  })

  it('is never parted, and nothing else is changed, whatever the text and the edit', () => {
    fc.assert(
      fc.property(wellFormed, edits, (doc, pieces) => {
        const changes = placedIn(doc, pieces)
        const plain = EditorState.create({ doc, extensions: [EditorState.lineSeparator.of('\n')] }).update({ changes })
        const edit = after(doc, { changes })
        const [wanted, now] = [plain.newDoc.toString(), edit.newDoc.toString()]
        expect(now).not.toMatch(/\p{Cs}/u)
        if (!/\p{Cs}/u.test(wanted)) expect(now).toBe(wanted)
        for (const at of edges(edit)) expect(isParted(doc, at)).toBe(false)
        for (const { insert } of changesOf(edit)) expect(insert).not.toMatch(/\p{Cs}/u)
        expect(elsewhere(doc, edit)).toBe(now)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a text of one line', () => {
  const inLine = (doc: string, edit: TransactionSpec) => edited('statement', doc, edit).newDoc.toString()

  it.each(['\n', '\r\n', '\n    ', '\u2028'])('does not hear of a line break alone (%j)', (insert) => {
    expect(inLine('one two', { changes: { from: 3, to: 4, insert } })).toBe('one two')
  })

  it.each([
    ['a\nb', 'a b'],
    ['a  \r\n\r\n\t b', 'a b'],
    ['a\vb\u2029c', 'a b c'],
    ['a  b\tc', 'a  b\tc'],
    ['\n😀\0\n', ' 😀 '],
  ])('has a space for the line breaks of %j', (insert, wanted) => {
    expect(inLine('[]', { changes: { from: 1, insert } })).toBe(`[${wanted}]`)
  })

  it('keeps line breaks that were there before', () => {
    expect(inLine('one\ntwo', { changes: { from: 7, insert: '!' } })).toBe('one\ntwo!')
  })

  it('leaves to others what they wrote', () => {
    expect(inLine('', { changes: { from: 0, insert: 'a\nb' }, annotations: fromOthers() })).toBe('a\nb')
  })
})

describe('a text at its limit', () => {
  const full = 'x'.repeat(2_000)
  const put = (doc: string, insert: string, userEvent: string, from = doc.length) =>
    edited('statement', doc, { changes: { from, to: doc.length, insert }, userEvent })
  const lengthAfter = (...edit: Parameters<typeof put>) => put(...edit).newDoc.length

  it('takes no more typing, but another word in place of one', () => {
    expect(lengthAfter(full, 'y', 'input.type')).toBe(2_000)
    expect(lengthAfter(full, 'y', 'input')).toBe(2_000)
    expect(lengthAfter(full, 'yy', 'input.type', 1_998)).toBe(2_000)
    expect(lengthAfter(full.slice(1), 'y', 'input.type')).toBe(2_000)
  })

  it.each(['input.paste', 'input.drop', 'input.type.compose', 'input.type.compose.start'])(
    'takes in whole what comes by %s',
    (userEvent) => {
      expect(lengthAfter(full, '日本語', userEvent)).toBe(2_003)
      expect(lengthAfter(full.slice(1), '日本語', userEvent)).toBe(2_002)
    },
  )

  it('can be reworded when it is longer', () => {
    expect(lengthAfter(full + full, 'yyy', 'input.type', 3_999)).toBe(4_002)
    expect(lengthAfter(full + full, '', 'delete.backward', 3_000)).toBe(3_000)
  })

  it('takes in nothing of what would make it longer than it may ever be, and says so', () => {
    for (const userEvent of ['input.paste', 'input.type', 'input.type.compose']) {
      const edit = put(full, 'y'.repeat(4_001), userEvent)
      expect(edit.newDoc.toString()).toBe(full)
      expect(edit.effects.map((effect) => effect.is(tooLong))).toEqual([true])
    }
    expect(lengthAfter(full, 'y'.repeat(4_000), 'input.paste')).toBe(6_000)
  })

  it('counts what is left of a paste, not what came', () => {
    expect(lengthAfter(full, `yy${'\0'.repeat(10_000)}`, 'input.paste')).toBe(2_002)
  })

  it('takes in what others wrote, however long', () => {
    const changes = { from: 0, insert: 'y'.repeat(7_000) }
    expect(edited('statement', full, { changes, annotations: fromOthers() }).newDoc.length).toBe(9_000)
  })

  it('never holds more than one frame carries', () => {
    for (const name of textNames) expect(mostCharacters(name) * 3).toBeLessThan(frameLimits.bytes * 0.9)
  })
})

/** Signs that begin alike, signs that end alike, and letters. */
const units = fc.constantFrom('a', 'é', '字', '\n', '😀', '😁', '😂', '🨀', '🇺', '🇦')
const wellFormed = fc.array(units, { maxLength: 12 }).map((parts) => parts.join(''))
const halves = fc.array(fc.constantFrom('\ud83d', '\ude00', '\ude02', 'x', '😁'), { maxLength: 4 })
const edits = fc.array(
  fc.record({
    from: fc.nat(24),
    length: fc.nat(4),
    insert: fc.oneof(
      wellFormed,
      halves.map((parts) => parts.join('')),
    ),
  }),
  { minLength: 1, maxLength: 3 },
)

/** Changes one behind the other, none outside the text. */
function placedIn(doc: string, pieces: readonly { from: number; length: number; insert: string }[]) {
  let at = 0
  return pieces
    .toSorted((one, other) => one.from - other.from)
    .map(({ from, length, insert }) => {
      const start = Math.min(doc.length, Math.max(at, from))
      at = Math.min(doc.length, start + length)
      return { from: start, to: at, insert }
    })
}

type Edit = ReturnType<typeof after>

function changesOf({ changes }: Edit) {
  const found: { from: number; to: number; insert: string }[] = []
  changes.iterChanges((from, to, _fromB, _toB, text) => found.push({ from, to, insert: text.toString() }))
  return found
}

const edges = (edit: Edit): number[] => changesOf(edit).flatMap(({ from, to }) => [...new Set([from, to])])

const isParted = (text: string, at: number): boolean =>
  /^.$/u.test(text.slice(Math.max(0, at - 1), at + 1)) && isInside(text, at)
const isInside = (text: string, at: number): boolean => at > 0 && at < text.length

/** The text on somebody else's screen, after the edit has travelled as y-codemirror.next sends it. */
function elsewhere(doc: string, edit: Edit): string {
  const [here, there] = [new Y.Doc(), new Y.Doc()]
  const text = here.getText('notes')
  text.insert(0, doc)
  here.transact(() => {
    let shift = 0
    for (const { from, to, insert } of changesOf(edit)) {
      text.delete(from + shift, to - from)
      text.insert(from + shift, insert)
      shift += insert.length - (to - from)
    }
  })
  Y.applyUpdate(there, Y.encodeStateAsUpdate(here))
  expect(text.toString()).toBe(there.getText('notes').toString())
  return there.getText('notes').toString()
}
