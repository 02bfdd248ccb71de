import type { MarkedWords } from './compare.ts'

/** Words that stand together: a web address, to be followed as one link, or whatever stands between two of them. */
export interface LinkedWords {
  /** Null for words that are no address. */
  readonly address: string | null
  readonly words: readonly MarkedWords[]
}

/** So many addresses of one text become links; what stands behind them is read without. */
const mostLinks = 2_000

/** The same words with these web addresses in them as links; a mark may begin or end inside of an address. */
export function linked(words: readonly MarkedWords[], addresses: readonly string[]): LinkedWords[] {
  const text = words.map((each) => each.text).join('')
  const found: LinkedWords[] = []
  const cutTo = cutter(words)
  let at = 0
  for (const { from, address } of placesOf(text, addresses)) {
    if (from < at) continue
    if (from > at) found.push({ address: null, words: cutTo(from) })
    at = from + address.length
    found.push({ address, words: cutTo(at) })
  }
  if (at < text.length) found.push({ address: null, words: cutTo(text.length) })
  return found
}

/** Where these addresses stand in a text, in order; of those that begin at one place the longest. */
function placesOf(text: string, addresses: readonly string[]): { from: number; address: string }[] {
  const longestFirst = [...new Set(addresses)].toSorted((one, other) => other.length - one.length)
  const places = []
  let looked = 0
  for (const { index } of text.matchAll(/https?:\/\//giu)) {
    looked += 1
    if (looked > mostLinks) break
    const address = longestFirst.find((each) => text.startsWith(each, index))
    if (address !== undefined) places.push({ from: index, address })
  }
  return places
}

/** Cuts words off from the beginning, each time up to a later place of the whole text. */
function cutter(words: readonly MarkedWords[]): (to: number) => MarkedWords[] {
  let [at, index, within] = [0, 0, 0]
  return (to) => {
    const cut: MarkedWords[] = []
    while (at < to) {
      const { text, isChanged } = words[index]!
      const own = text.slice(within, within + to - at)
      if (own !== '') cut.push({ text: own, isChanged })
      at += own.length
      within += own.length
      if (within === text.length) [index, within] = [index + 1, 0]
    }
    return cut
  }
}
