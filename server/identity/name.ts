/** A name as it is kept: composed letters, and single spaces where any white space was. */
export const normalName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim()

// Between the letters of some scripts these change how the letters are joined, as people of such names write them.
const joiners = /[\u200C\u200D]/gu
const joined = /(?<=[\p{Script=Arabic}\p{M}])[\u200C\u200D](?=[\p{Script=Arabic}\p{L}])/gu

/** What two names share that look alike: the same letters in whatever case, width, spacing and joining. */
export const foldedName = (name: string): string =>
  normalName(name.normalize('NFKC').replace(joiners, '')).toLowerCase()

const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]

/** Why a normal name could pass for another one, as a sentence; null when it could not. */
export function whyNotName(name: string): string | null {
  if (unseen.test(name.replace(joined, ''))) return 'This name holds a character that nobody sees. Type it anew.'
  const words = name.normalize('NFKC').match(/[\p{L}\p{M}]+/gu) ?? []
  const isMixed = words.some((word) => alphabets.filter((alphabet) => alphabet.test(word)).length > 1)
  return isMixed ? 'This name mixes letters of several alphabets, which look alike. Write it in one.' : null
}
