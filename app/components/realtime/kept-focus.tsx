import { useEffect } from 'react'

/**
 * When what has the focus goes away, by a deed of one's own or of somebody else's, the part of the page around it takes
 * the focus: whoever works by keyboard goes on from there.
 */
export function KeptFocus() {
  useEffect(() => {
    let focused: Element | null = null
    let around: readonly HTMLElement[] = []
    const note = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return
      focused = target
      around = partsAround(target)
    }
    const leave = () =>
      queueMicrotask(() => {
        // Whoever leaves it by themselves has no need of it any more.
        if (focused?.isConnected && document.activeElement === document.body) focused = null
      })
    const observer = new MutationObserver(() => {
      if (!focused || focused.isConnected || document.activeElement !== document.body) return
      focused = null
      around.find((part) => part.isConnected)?.focus({ preventScroll: true })
    })
    observer.observe(document.body, { childList: true, subtree: true })
    document.addEventListener('focusin', note)
    document.addEventListener('focusout', leave)
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', note)
      document.removeEventListener('focusout', leave)
    }
  }, [])
  return null
}

/** The parts of the page that hold an element and may take the focus, the narrowest first. */
function partsAround(element: Element): HTMLElement[] {
  const part = element.parentElement?.closest<HTMLElement>('[tabindex="-1"]')
  return part ? [part, ...partsAround(part)] : []
}
