const isQuoted = /^\s*["“”„«»‹›‘‚].*["“”„«»‹›’‘]\s*$/su

/** Words in quotation marks; those that stand in some already get no others. */
export const inQuotes = (words: string): string => (isQuoted.test(words) ? words.trim() : `“${words}”`)
