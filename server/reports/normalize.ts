import { Problem } from '../errors.ts'

/** The largest report, in bytes of UTF-8. */
export const reportLimit = 1_048_576

const tooLarge = 'This report is larger than 1 MB. Nothing was saved; shorten it or split it into several reports.'

/**
 * The one form in which a report's text is kept: Unicode NFC, `\n` line ends, no byte order mark.
 * @throws {Problem} `invalid` for binary text, `too-large` past the limit.
 */
export function normalizeText(text: string): string {
  const normal = text
    .replace(/^\uFEFF/u, '')
    .replaceAll(/\r\n?/gu, '\n')
    .normalize('NFC')
  if (hasControls(normal) || !normal.isWellFormed()) throw binary()
  if (new TextEncoder().encode(normal).length > reportLimit)
    throw new Problem('too-large', tooLarge, { text: tooLarge })
  return normal
}

/**
 * The text of an uploaded `.txt` or `.md` file.
 * @throws {Problem} `invalid` when the bytes are not UTF-8 text or only white space, `too-large` past the limit.
 */
export function decodeUpload(bytes: Uint8Array): string {
  if (bytes.length > reportLimit) throw new Problem('too-large', tooLarge, { file: tooLarge })
  const text = decoded(bytes)
  if (!text.trim()) {
    throw new Problem('invalid', 'This file is empty.', { file: 'This file is empty. Choose another one.' })
  }
  return text
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw binary()
  }
}

function binary(): Problem {
  const sentence = 'This is not a plain text file in UTF-8. Save it as .txt or .md and choose it again.'
  return new Problem('invalid', sentence, { file: sentence, text: sentence })
}

function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 9 || (code > 13 && code < 32)) return true
  }
  return false
}
