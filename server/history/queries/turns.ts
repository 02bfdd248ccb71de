import { setImmediate } from 'node:timers/promises'

/**
 * For how many milliseconds something is worked on before others get their turn. A page asks for a dozen things one after
 * the other, and each of its answers waits for one such turn.
 */
const longestTurn = 2

/** Gives others their turn while a long history is worked on: to be awaited between its parts. */
export function takingTurns(): () => Promise<void> {
  let begun = performance.now()
  return async () => {
    if (performance.now() - begun <= longestTurn) return
    await setImmediate()
    begun = performance.now()
  }
}
