import { useEffect, useState, type RefObject } from 'react'
import { trimmed, type Place } from './places.ts'
import { placeOfRange } from './selection.ts'

export interface ChosenWords extends Place {
  readonly quote: string
  /** Where the selection ends on the screen. */
  readonly below: number
  readonly left: number
}

function read(container: HTMLElement, text: string): ChosenWords | null {
  const selection = document.getSelection()
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  const place = range && placeOfRange(container, range)
  const words = place && trimmed(text, place)
  if (!range || !words) return null
  const boxes = range.getClientRects()
  const box = boxes[boxes.length - 1] ?? range.getBoundingClientRect()
  return { ...words, quote: text.slice(words.start, words.end), below: box.bottom, left: box.left }
}

/** The words of the report that are selected now, by mouse, touch or keyboard; null when none are. */
export function useChosenWords(containerRef: RefObject<HTMLElement>, text: string) {
  const [chosen, setChosen] = useState<ChosenWords | null>(null)
  useEffect(() => {
    const update = () => setChosen(containerRef.current && read(containerRef.current, text))
    document.addEventListener('selectionchange', update)
    document.addEventListener('scroll', update, { capture: true, passive: true })
    return () => {
      document.removeEventListener('selectionchange', update)
      document.removeEventListener('scroll', update, { capture: true })
    }
  }, [containerRef, text])
  const clear = () => {
    document.getSelection()?.removeAllRanges()
    setChosen(null)
  }
  return { chosen, clear }
}
