/** Work that goes on, round by round, until it is told to stop. */
export interface Rounds {
  /** Ends it after the round that is going on. */
  stop(): Promise<void>
}

/**
 * Does a round now and then again and again, so many milliseconds after each. A round does not fail; a long one asks whether
 * it is over.
 */
export function inRounds(rhythm: number, round: (isOver: () => boolean) => Promise<void>): Rounds {
  let isOver = false
  let wake = () => {}
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, rhythm)
      wake = () => (clearTimeout(timer), resolve())
    })
  const running = (async () => {
    while (!isOver) {
      await round(() => isOver)
      if (!isOver) await rest()
    }
  })()
  return {
    async stop() {
      isOver = true
      wake()
      await running
    },
  }
}
