import type { Place } from './places.ts'

const segmentsIn = (container: HTMLElement) => [...container.querySelectorAll<HTMLElement>('[data-start]')]

const startOf = (segment: HTMLElement) => Number(segment.dataset['start'])
const endOf = (segment: HTMLElement) => startOf(segment) + (segment.textContent ?? '').length

function offsetWithin(segment: HTMLElement, node: Node, offset: number): number {
  const before = document.createRange()
  before.selectNodeContents(segment)
  before.setEnd(node, offset)
  return startOf(segment) + before.toString().length
}

function boundary(container: HTMLElement, node: Node, offset: number, side: 'start' | 'end'): number | null {
  const segments = segmentsIn(container)
  const holder = segments.find((segment) => segment.contains(node))
  if (holder) return offsetWithin(holder, node, offset)
  const point = document.createRange()
  point.setStart(node, offset)
  const next = segments.findIndex((segment) => point.comparePoint(segment, 0) >= 0)
  const after = next === -1 ? undefined : segments[next]
  if (side === 'start') return after ? startOf(after) : null
  const before = segments[next === -1 ? segments.length - 1 : next - 1]
  return before ? endOf(before) : null
}

/** The offsets into the edition's text that a selection in the page covers; null when it is not in the report. */
export function placeOfRange(container: HTMLElement, range: Range): Place | null {
  if (range.collapsed || !container.contains(range.startContainer)) return null
  const start = boundary(container, range.startContainer, range.startOffset, 'start')
  const end = boundary(container, range.endContainer, range.endOffset, 'end')
  return start !== null && end !== null && start < end ? { start, end } : null
}
