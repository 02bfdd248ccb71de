/** A stretch of text, and what became of it; `meanwhile` is what somebody else, `by`, put there during the change. */
export interface Word {
  readonly text: string
  readonly change: 'same' | 'added' | 'removed' | 'meanwhile'
  readonly by?: string
}

/** What an edit makes of what it puts in: a change of the person whose marks these are, or one made meanwhile. */
export type Mark = Pick<Word, 'change' | 'by'>

/** One step of an edit of a text, in UTF-16 code units; a list of them reads from the start of the text. */
export interface Step {
  readonly retain?: number
  readonly insert?: string
  readonly delete?: number
}

export const unmarked = (text: string): readonly Word[] => (text === '' ? [] : [{ text, change: 'same' }])

/** A text after one more edit. */
export function textAfter(text: string, steps: readonly Step[]): string {
  let [done, at] = ['', 0]
  for (const { retain = 0, insert, delete: gone = 0 } of steps) {
    done += text.slice(at, at + retain) + (insert ?? '')
    at += retain + gone
  }
  return done + text.slice(at)
}

/**
 * The marked text after one more edit. Only an edit of the person whose marks these are marks what goes; what anybody
 * else puts in bears their own mark, so that it neither appears under another's name nor as if it had always stood.
 */
export function edited(words: readonly Word[], steps: readonly Step[], mark: Mark): readonly Word[] {
  const own = mark.change === 'added'
  const rest = words.toReversed()
  const done: Word[] = []
  for (const step of steps) {
    if (step.insert !== undefined) {
      pass(rest, done)
      done.push({ text: step.insert, ...mark })
    }
    for (const word of taken(rest, step.retain ?? step.delete ?? 0)) {
      if (step.retain || word.change === 'removed') done.push(word)
      else if (own && word.change !== 'added') done.push({ text: word.text, change: 'removed' })
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
    if (last?.change === word.change && last.by === word.by)
      result[result.length - 1] = { ...last, text: last.text + word.text }
    else if (word.text !== '') result.push(word)
  }
  return result
}
