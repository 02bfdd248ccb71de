import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edited, textOf, unmarked, type Word } from './marks.ts'
import { burstsOf, burstWords, type TextChange } from './timeline.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const change = (seq: number, actor: string, steps: TextChange['steps'], second = seq): TextChange => ({
  seq,
  at: at(second),
  actor,
  name: 'statement',
  steps,
  touched: { removed: [], restored: [] },
})
const shown = (words: readonly Word[]) =>
  words.map(({ text, change: kind }) => ({ same: text, added: `+${text}+`, removed: `-${text}-` })[kind]).join('')

test('typing, taking back and typing again reads as one change', () => {
  const bursts = burstsOf([
    change(1, 'mara', [{ insert: '270 troops' }], 0),
    change(2, 'mara', [{ retain: 4 }, { delete: 6 }], 100),
    change(3, 'mara', [{ retain: 4 }, { insert: 'men' }], 101),
    change(4, 'mara', [{ retain: 4 }, { delete: 3 }, { insert: 'soldiers' }], 102),
  ])
  expect(bursts.map(({ seq, words }) => [seq, shown(words)])).toEqual([
    [1, '+270 troops+'],
    [4, '270 -troops-+soldiers+'],
  ])
})

test('people who type at once have one change each, and none of the other’s words', () => {
  const bursts = burstsOf([
    change(1, 'mara', [{ insert: '270' }], -100),
    change(2, 'mara', [{ retain: 3 }, { insert: ' ca' }]),
    change(3, 'oleh', [{ insert: 'Abo' }]),
    change(4, 'mara', [{ retain: 9 }, { insert: 'me' }]),
    change(5, 'oleh', [{ retain: 3 }, { insert: 'ut ' }]),
    change(6, 'oleh', [{ delete: 1 }, { insert: 'a' }, { retain: 9 }, { delete: 1 }]),
  ])
  expect(bursts.map(({ actor, words }) => `${actor}: ${shown(words)}`)).toEqual([
    'mara: +270+',
    'mara: about 270+ ame+',
    'oleh: +about +270 -c-ame',
  ])
  expect(burstWords(bursts[1] as never, (id) => id).sentence).toBe('changed the statement')
})

test('a change that was taken back whole says so', () => {
  const bursts = burstsOf([
    change(1, 'mara', [{ insert: '270' }], 0),
    change(2, 'oleh', [{ insert: 'No ' }], 70),
    change(3, 'oleh', [{ delete: 3 }], 71),
  ])
  expect(burstWords(bursts[1] as never, (id) => id).sentence).toBe('changed and changed back the statement')
})

test('whose words were removed and put back is said by name', () => {
  const [burst] = burstsOf([
    { ...change(1, 'mara', [{ delete: 3 }]), touched: { removed: ['oleh'], restored: [] } },
    { ...change(2, 'mara', [{ insert: '270' }]), touched: { removed: [], restored: ['oleh', 'edith'] } },
  ])
  expect(burstWords(burst as never, (id) => id.toUpperCase()).sentence).toMatch(
    /, removing words of OLEH, putting back words of OLEH and EDITH$/u,
  )
})

test('marked text is the text, whoever edits; another’s edit adds no mark', () => {
  const edit = fc.record({
    at: fc.nat(),
    gone: fc.nat({ max: 4 }),
    put: fc.string({ maxLength: 4 }),
    own: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.string(), fc.array(edit, { maxLength: 30 }), (start, edits) => {
      let plain = start
      let words = unmarked(start)
      let original = start
      for (const { at: place, gone, put, own } of edits) {
        const from = place % (plain.length + 1)
        const cutOff = Math.min(gone, plain.length - from)
        words = edited(words, [{ retain: from }, { delete: cutOff }, { insert: put }], own)
        plain = plain.slice(0, from) + put + plain.slice(from + cutOff)
        if (!edits.some((each) => !each.own)) {
          original = words
            .filter(({ change: kind }) => kind !== 'added')
            .map(({ text }) => text)
            .join('')
          expect(original).toBe(start)
        }
      }
      expect(textOf(words)).toBe(plain)
      if (edits.every(({ own }) => !own)) expect(words.every(({ change: kind }) => kind === 'same')).toBe(true)
    }),
  )
})
