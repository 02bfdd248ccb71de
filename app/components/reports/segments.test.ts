import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { laned, paragraphsOf, segmentsOf, type ChangeMark, type Mark } from './segments.ts'

const mark = (number: number, start: number, end: number): Mark => ({
  claimId: `claim-${number}`,
  number,
  start,
  end,
  rating: null,
  checked: false,
  published: false,
})

const change = (number: number, start: number, end: number): ChangeMark => ({
  id: `change-${number}`,
  number,
  start,
  end,
  replacement: 'X',
  state: 'requested',
})

describe('segmentsOf', () => {
  it('cuts at every border of overlapping passages', () => {
    const marks = laned([mark(1, 0, 5), mark(2, 3, 8)])
    const segments = segmentsOf('0123456789', 0, 10, { claims: marks, changes: [] })
    expect(segments.map(({ text }) => text)).toEqual(['012', '34', '567', '89'])
    expect(segments.map(({ marks: covering }) => covering.map(({ number }) => number))).toEqual([[1], [1, 2], [2], []])
    expect(segments.map(({ begins }) => begins)).toEqual([[1], [2], [], []])
  })

  it('counts UTF-16 code units', () => {
    const [first] = segmentsOf('🌍 turns', 0, 8, { claims: laned([mark(1, 0, 2)]), changes: [] })
    expect(first?.text).toBe('🌍')
  })

  it('always gives the text back, with exactly the marks that cover each piece', () => {
    const text = 'Each side received 390 people, 270 of them soldiers and 120 civilians.'
    const anyMark = fc
      .tuple(fc.nat(text.length), fc.nat(text.length))
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => mark(1, Math.min(a, b), Math.max(a, b)))
    fc.assert(
      fc.property(fc.array(anyMark, { maxLength: 8 }), fc.array(anyMark, { maxLength: 4 }), (marks, others) => {
        const changes = others.map(({ start, end }, index) => change(index + 1, start, end))
        const segments = segmentsOf(text, 0, text.length, { claims: laned(marks), changes })
        expect(segments.map((segment) => segment.text).join('')).toBe(text)
        for (const segment of segments) {
          const covering = marks.filter((each) => each.start < segment.end && each.end > segment.start)
          expect(segment.marks).toHaveLength(covering.length)
          const lanes = segment.marks.map(({ lane }) => lane)
          expect(new Set(lanes).size).toBe(lanes.length)
          expect(segment.changes).toEqual(
            changes.filter((each) => each.start < segment.end && each.end > segment.start),
          )
        }
        const ended = segments.flatMap((segment) => segment.ended.map(({ number }) => number))
        expect(ended.toSorted((a, b) => a - b)).toEqual(changes.map(({ number }) => number))
      }),
    )
  })
})

describe('paragraphsOf', () => {
  it('parts at blank lines and keeps single line ends inside', () => {
    const text = 'One\ntwo.\n\n  Three.\n'
    const paragraphs = paragraphsOf(text, { claims: [mark(1, 4, 13)], changes: [] })
    expect(paragraphs.map(({ segments }) => segments.map((segment) => segment.text).join(''))).toEqual([
      'One\ntwo.',
      'Three.',
    ])
    for (const { segments } of paragraphs) {
      for (const { start, end, text: piece } of segments) expect(text.slice(start, end)).toBe(piece)
    }
  })
})
