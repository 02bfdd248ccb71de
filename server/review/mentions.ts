/** Somebody who can be named. */
export interface Nameable {
  readonly personId: string
  readonly name: string
}

/** A stretch of a comment: plain words, or the name of somebody who is named there. */
export interface Part {
  readonly text: string
  readonly personId: string | null
}

const isLetter = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign)

/** Whoever is named right behind an `@`: of several the longest name, so that “Jan” is not found in “Jan Smith”. */
function namedAt(words: string, at: number, people: readonly Nameable[]): readonly Nameable[] {
  if (words[at] !== '@' || isLetter(words[at - 1])) return []
  const fitting = people.filter(({ name }) => {
    const end = at + 1 + name.length
    return name !== '' && words.startsWith(name, at + 1) && !isLetter(words[end])
  })
  const longest = Math.max(...fitting.map(({ name }) => name.length))
  return fitting.filter(({ name }) => name.length === longest)
}

/** Whom a comment names. `chosen` tells people of the same name apart; when it names none of them, all are meant. */
export function mentionsIn(words: string, people: readonly Nameable[], chosen: readonly string[]): string[] {
  const found = new Set<string>()
  for (const { index } of words.matchAll(/@/gu)) {
    const named = namedAt(words, index, people).map(({ personId }) => personId)
    const meant = named.filter((id) => chosen.includes(id))
    for (const id of meant.length > 0 ? meant : named) found.add(id)
  }
  return [...found]
}

/** A comment in parts, with the names of whom it mentions. */
export function partsOf(words: string, mentioned: readonly Nameable[]): readonly Part[] {
  const parts: Part[] = []
  let from = 0
  for (const { index } of words.matchAll(/@/gu)) {
    const [person] = namedAt(words, index, mentioned)
    if (!person || index < from) continue
    if (index > from) parts.push({ text: words.slice(from, index), personId: null })
    from = index + 1 + person.name.length
    parts.push({ text: words.slice(index, from), personId: person.personId })
  }
  return from < words.length ? [...parts, { text: words.slice(from), personId: null }] : parts
}
