import { digest } from 'lib0/hash/sha256'
import { textNames, type TextName } from './protocol.ts'

/**
 * SHA-256 over the three texts: what server and page compare to notice that they have come apart. Content, not
 * encoding: two documents may agree on every id and still hold different words (research/realtime §4.2).
 */
export function digestOf(texts: Readonly<Record<TextName, string>>): Uint8Array {
  return digest(new TextEncoder().encode(JSON.stringify(textNames.map((name) => texts[name]))))
}
