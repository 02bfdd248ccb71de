import type { MarkedWords } from './compare.ts'

/** Words that stand together: a web address, to be followed as one link, or whatever stands between two of them. */
export interface LinkedWords {
  /** Null for words that are no address. */
  readonly address: string | null
  readonly words: readonly MarkedWords[]
}

/** The same words with these addresses in them as links; a mark may begin or end inside of an address. */
export function linked(words: readonly MarkedWords[], addresses: readonly string[]): LinkedWords[] {
  const text = words.map((each) => each.text).join('')
  const found: LinkedWords[] = []
  for (let at = 0; at < text.length;) {
    const next = nextAddress(text, addresses, at)
    if (next.at > at) found.push({ address: null, words: cut(words, at, next.at) })
    at = next.at + next.address.length
    if (next.address) found.push({ address: next.address, words: cut(words, next.at, at) })
  }
  return found
}

/** The first address from here on, the longest of those that begin at one place; the end of the text for none. */
function nextAddress(text: string, addresses: readonly string[], from: number) {
  const none = { at: text.length, address: '' }
  return addresses
    .map((address) => ({ address, at: text.indexOf(address, from) }))
    .filter(({ at }) => at >= 0)
    .reduce((one, other) => {
      if (other.at !== one.at) return other.at < one.at ? other : one
      return other.address.length > one.address.length ? other : one
    }, none)
}

/** What stands between two places of the whole text. */
function cut(words: readonly MarkedWords[], from: number, to: number): MarkedWords[] {
  let start = 0
  return words.flatMap(({ text, isChanged }) => {
    const own = text.slice(Math.max(0, from - start), Math.max(0, to - start))
    start += text.length
    return own === '' ? [] : [{ text: own, isChanged }]
  })
}
