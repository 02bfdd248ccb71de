/** Bytes in base64 (RFC 4648 §4), in browsers and servers alike. */
export const base64 = {
  of(bytes: Uint8Array): string {
    // A function takes only so many arguments.
    let signs = ''
    for (let at = 0; at < bytes.length; at += 8_192) signs += String.fromCharCode(...bytes.subarray(at, at + 8_192))
    return btoa(signs)
  },
  /** The bytes of a canonical text in base64; null for any other text. */
  read(text: string): Uint8Array | null {
    try {
      const bytes = Uint8Array.from(atob(text), (sign) => sign.codePointAt(0) ?? 0)
      return base64.of(bytes) === text ? bytes : null
    } catch {
      return null
    }
  },
}
