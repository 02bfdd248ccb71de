import type { Nameable } from '#server/review/mentions.ts'

/** The name that is being written behind an `@`, up to the caret, and where its `@` stands. */
export function askedName(words: string, caret: number): { readonly name: string; readonly at: number } | null {
  const [, name] = /(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}.'’ -]{0,40})$/u.exec(words.slice(0, caret)) ?? []
  return name === undefined ? null : { name, at: caret - name.length - 1 }
}

const most = 6

/** Whose name, or a part of it, begins like this. A name that is written out asks for nobody any more. */
export function peopleLike(asked: string, people: readonly Nameable[]): readonly Nameable[] {
  const wanted = asked.toLocaleLowerCase()
  const begins = ({ name }: Nameable) =>
    name
      .toLocaleLowerCase()
      .split(' ')
      .some((_, index, parts) => parts.slice(index).join(' ').startsWith(wanted))
  return people.filter(begins).slice(0, most)
}
