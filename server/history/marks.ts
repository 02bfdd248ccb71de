/** A stretch of text, and what became of it. */
export interface Word {
  readonly text: string
  readonly change: 'same' | 'added' | 'removed'
}

/** One step of an edit of a text, in UTF-16 code units; a list of them reads from the start of the text. */
export interface Step {
  readonly retain?: number
  readonly insert?: string
  readonly delete?: number
}

export const unmarked = (text: string): readonly Word[] => (text === '' ? [] : [{ text, change: 'same' }])

/** The text as it is now: without what is marked as removed. */
export const textOf = (words: readonly Word[]): string =>
  words
    .filter(({ change }) => change !== 'removed')
    .map(({ text }) => text)
    .join('')

/**
 * The marked text after one more edit. An edit of the person whose marks these are adds marks; anybody else's changes
 * the text beneath them, so that nobody's words appear under another's name.
 */
export function edited(words: readonly Word[], steps: readonly Step[], own: boolean): readonly Word[] {
  const rest = words.toReversed()
  const done: Word[] = []
  for (const step of steps) {
    if (step.insert !== undefined) {
      pass(rest, done)
      done.push({ text: step.insert, change: own ? 'added' : 'same' })
    }
    for (const word of taken(rest, step.retain ?? step.delete ?? 0)) {
      if (step.retain || word.change === 'removed') done.push(word)
      else if (own && word.change === 'same') done.push({ ...word, change: 'removed' })
    }
  }
  return joined([...done, ...rest.toReversed()])
}

/** Moves what is marked as removed over: it takes no room in the text. */
function pass(rest: Word[], done: Word[]): void {
  while (rest.at(-1)?.change === 'removed') done.push(rest.pop() as Word)
}

/** Takes the next code units of the text off `rest`, and what was removed between them. */
function taken(rest: Word[], length: number): Word[] {
  const found: Word[] = []
  for (let left = length; left > 0;) {
    const word = rest.pop()
    if (!word) break
    const room = word.change === 'removed' ? 0 : word.text.length
    if (room > left) rest.push({ ...word, text: word.text.slice(left) })
    found.push(room > left ? { ...word, text: word.text.slice(0, left) } : word)
    left -= room
  }
  return found
}

function joined(words: readonly Word[]): Word[] {
  const result: Word[] = []
  for (const word of words) {
    const last = result.at(-1)
    if (last?.change === word.change) result[result.length - 1] = { ...last, text: last.text + word.text }
    else if (word.text !== '') result.push(word)
  }
  return result
}
