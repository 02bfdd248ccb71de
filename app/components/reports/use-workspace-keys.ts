import { useEffect, useRef } from 'react'
import { pageState } from '#app/http/page-state.ts'

export type KeyDeeds = Readonly<Record<string, () => void>>

/** Whether keys pressed here are text that somebody types, or move within a control. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], .cm-editor, [data-live-text]') !== null
  )
}

/** Whether words that were not accepted are on the screen: keys that were meant for the text must not lead away. */
const mustCopy = () => pageState().waiting.some(({ refused, isShown }) => refused !== null && isShown)

const pressesByEnter = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('a, button, summary') !== null

/** Single keys for the workspace; they never act while somebody types, nor while refused words wait here. */
export function useWorkspaceKeys(deeds: KeyDeeds) {
  const latest = useRef(deeds)
  useEffect(() => {
    latest.current = deeds
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      if (mustCopy()) return
      if (event.key === 'Enter' && pressesByEnter(event.target)) return
      const deed = latest.current[event.key]
      if (!deed) return
      event.preventDefault()
      deed()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
