import { setImmediate } from 'node:timers/promises'

/** For how many milliseconds something is worked on before others get their turn. */
const longestTurn = 20

/** Gives others their turn while a long history is worked on: to be awaited between its parts. */
export function takingTurns(): () => Promise<void> {
  let begun = performance.now()
  return async () => {
    if (performance.now() - begun <= longestTurn) return
    await setImmediate()
    begun = performance.now()
  }
}
