import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edited, textAfter, unmarked, type Word } from './marks.ts'
import { burstsOf, burstWords, type TextChange } from './timeline.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const change = (seq: number, actor: string, steps: TextChange['steps'], second = seq): TextChange => ({
  seq,
  at: at(second),
  actor,
  name: 'statement',
  steps,
  touched: { removed: [], restored: [] },
  deed: 0,
})
const shown = (words: readonly Word[]) =>
  words
    .map(({ text, change: kind, by }) => {
      const told = { same: text, added: `+${text}+`, removed: `-${text}-`, meanwhile: `(${by}: ${text})` }
      return told[kind]
    })
    .join('')

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

test('what was typed before a deed does not stand among what was typed after it', () => {
  const bursts = burstsOf([
    change(1, 'mara', [{ insert: 'Before.' }]),
    { ...change(3, 'mara', [{ retain: 7 }, { insert: ' After.' }]), deed: 2 },
    { ...change(4, 'mara', [{ retain: 14 }, { insert: ' More.' }]), deed: 2 },
  ])
  expect(bursts.map(({ seq, words }) => [seq, shown(words)])).toEqual([
    [1, '+Before.+'],
    [4, 'Before.+ After. More.+'],
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
    'mara: (oleh: Abo)270+ came+',
    'oleh: +about +270 -c-a(mara: me)',
  ])
  expect(burstWords(bursts[1] as never, (id) => id).sentence).toBe('changed the statement')
})

test('what others wrote before and meanwhile is told apart, and what they did afterwards is not shown', () => {
  const bursts = burstsOf([
    change(1, 'oleh', [{ insert: 'About ' }], -100),
    change(2, 'mara', [{ retain: 6 }, { insert: '270' }]),
    change(3, 'oleh', [{ retain: 9 }, { insert: ' men' }]),
    change(4, 'mara', [{ retain: 13 }, { insert: ' came' }]),
    change(5, 'oleh', [{ retain: 6 }, { delete: 12 }]),
  ])
  expect(bursts.slice(1).map(({ actor, seq, words }) => `${actor} ${seq}: ${shown(words)}`)).toEqual([
    'mara 4: About +270+(oleh:  men)+ came+',
    'oleh 5: About -270 came-',
  ])
  const { parts } = burstWords(bursts[1] as never, (id) => id.toUpperCase())
  expect(parts[0]?.words[2]).toEqual({ text: ' men', change: 'meanwhile', by: 'OLEH' })
})

test('no more is kept of a long text than is shown, however often it is changed', () => {
  const long = 'Nobody counted them. '.repeat(5_000)
  const slowly = (number: number) => [
    change(2 * number, 'mara', [{ retain: 50_000 }, { insert: 'x' }], 200 * number),
    change(2 * number + 1, 'mara', [{ retain: 50_000 }, { delete: 1 }], 200 * number + 100),
  ]
  const bursts = burstsOf(
    Array.from({ length: 50 }, (_, number) => slowly(number)).flat(),
    new Map([['statement', long]]),
  )
  expect(bursts).toHaveLength(100)
  const kept = bursts.flatMap(({ words }) => words).reduce((sum, { text }) => sum + text.length, 0)
  expect(kept).toBeLessThan(100 * 300)
  expect(shown(bursts[1]?.words ?? [])).toMatch(/^… [^…]{100,120}-x-[^…]{100,120} …$/u)
})

test('a change of very many pieces is shown in part, and ends there', () => {
  const letters = 'ab'.repeat(1_000)
  const everySecond = Array.from({ length: 1_000 }, () => [{ retain: 1 }, { delete: 1 }]).flat()
  const bursts = burstsOf([
    change(1, 'oleh', [{ insert: letters }], -100),
    change(2, 'mara', everySecond),
    change(3, 'mara', [{ insert: 'x' }]),
  ])
  expect(bursts.map(({ seq }) => seq)).toEqual([1, 2, 3])
  const [part] = burstWords(bursts[1] as never, (id) => id).parts
  expect(part?.words).toHaveLength(301)
  expect(part?.words.at(-1)).toEqual({ text: ' …', change: 'same' })
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

test('marked text is the text, whoever edits; another’s edit marks none of their own', () => {
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
        const steps = [{ retain: from }, { delete: cutOff }, { insert: put }]
        words = edited(words, steps, { change: own ? 'added' : 'meanwhile' })
        const next = plain.slice(0, from) + put + plain.slice(from + cutOff)
        expect(textAfter(plain, steps)).toBe(next)
        plain = next
        if (!edits.some((each) => !each.own)) {
          original = words
            .filter(({ change: kind }) => kind !== 'added')
            .map(({ text }) => text)
            .join('')
          expect(original).toBe(start)
        }
      }
      const now = words.filter(({ change: kind }) => kind !== 'removed')
      expect(now.map(({ text }) => text).join('')).toBe(plain)
      const isOthers = ({ change: kind }: Word) => kind === 'same' || kind === 'meanwhile'
      if (edits.every(({ own }) => !own)) expect(words.every(isOthers)).toBe(true)
    }),
  )
})
