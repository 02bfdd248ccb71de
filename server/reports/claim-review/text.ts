import type { Deviations } from './deviations.ts'

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  hellip: '…',
  euro: '€',
  ...Object.fromEntries(
    // HTML's names of U+00A0 to U+00FF, in their order.
    `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro
para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave
Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc
Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc
iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`
      .split(/\s+/u)
      .map((name, index) => [name, String.fromCharCode(0xa0 + index)]),
  ),
}

const entity = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,7}));/giu
const tag = /<\/?[a-z][^<>]*>/giu

function decoded(text: string): string {
  return text.replaceAll(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function hasUnprintable(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 9 || (code > 13 && code < 32) || (code > 126 && code < 160 && code !== 133)) return true
  }
  return !text.isWellFormed()
}

function printable(text: string): string {
  return hasUnprintable(text)
    ? Array.from(text)
        .filter((sign) => !hasUnprintable(sign))
        .join('')
    : text
}

/** More of a text is not looked at, in UTF-16 code units. */
const mostRead = 65_536

/**
 * A text as a person reads it: without tags, entities as what they stand for, in Unicode NFC on one line, cut at so
 * many UTF-16 code units. What was changed is noted, but for white space.
 */
export function plainText(text: string, most: number, field: string, found: Deviations): string {
  const seen = cut(text, mostRead)
  const untagged = seen.replaceAll(tag, ' ')
  // Twice: what was encoded once more on its way is common.
  const read = decoded(decoded(untagged))
  const bare = read.replaceAll(tag, ' ')
  if (untagged !== seen || bare !== read) found.note('markup', field)
  if (read !== untagged) found.note('entities', field)
  if (hasUnprintable(bare)) found.note('unprintable-characters', field)
  const line = printable(bare).normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
  if (line.length <= most && text.length <= mostRead) return line
  found.note('too-long', field, most.toLocaleString('en'))
  return cut(line, most)
}

/** The beginning of a text, with no character cut in two. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const isSplit = /[\uD800-\uDBFF]/.test(text[most - 1] ?? '')
  return text.slice(0, isSplit ? most - 1 : most).trim()
}
