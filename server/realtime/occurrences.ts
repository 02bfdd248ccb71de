/** How many equal words are looked at for those that were put back. */
const mostLooks = 2_000

/**
 * Where a quote begins in a text, from one offset to another, in order and no more than 2,000 times. Each letter is passed
 * once, whatever both are: the search of the language takes longer by the length of the quote where they nearly fit
 * everywhere (Knuth, Morris and Pratt 1977).
 */
export function* occurrencesOf(quote: string, text: string, from: number, to: number): Generator<number, void> {
  const borders = bordersOf(quote)
  const end = Math.min(text.length, to + quote.length)
  let fit = 0
  let looks = 0
  for (let at = Math.max(0, from); at < end && looks < mostLooks; at += 1) {
    fit = nextFit(quote, borders, fit, text.charCodeAt(at))
    if (fit < quote.length) continue
    yield at + 1 - quote.length
    looks += 1
  }
}

/** For each beginning of a quote, by its length less one: how long the longest shorter one is that it ends with. */
function bordersOf(quote: string): Uint32Array {
  const borders = new Uint32Array(quote.length)
  for (let at = 1; at < quote.length; at += 1) {
    borders[at] = nextFit(quote, borders, borders[at - 1] ?? 0, quote.charCodeAt(at))
  }
  return borders
}

/** How many of a quote's first letters fit up to this letter, when so many fitted up to the one before. */
function nextFit(quote: string, borders: Uint32Array, before: number, letter: number): number {
  let fit = before
  while (fit > 0 && quote.charCodeAt(fit) !== letter) fit = borders[fit - 1] ?? 0
  return quote.charCodeAt(fit) === letter ? fit + 1 : fit
}
