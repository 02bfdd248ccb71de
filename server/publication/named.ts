import { inQuotes } from '../claims/in-quotes.ts'

const mostLetters = 80

/** A refusal that says of which claim it is, by its statement. */
export function namedRefusal(statement: string, sentence: string): string {
  const letters = Array.from(statement)
  const isLong = letters.length > mostLetters
  const shown = isLong
    ? `${letters
        .slice(0, mostLetters)
        .join('')
        .replace(/^["“„«‘]/u, '')}…`
    : statement
  return `${inQuotes(shown)}: ${sentence}`
}
