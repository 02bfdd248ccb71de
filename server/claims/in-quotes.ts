const isQuotation = /^\s*["“”„«»‹›‘‚][^"“”„«»‹›]*["“”„«»‹›’‘]\s*$/u

/** Words in quotation marks; those of which each line stands in some already get no others. */
export function inQuotes(words: string): string {
  return words.split('\n').every((line) => isQuotation.test(line)) ? words.trim() : `“${words}”`
}
