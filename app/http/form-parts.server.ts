/** Far more fields than any page of ours sends; to read millions of them would keep everybody else waiting. */
export const mostFields = 5_000

/**
 * Whether a form that was sent in this type has more fields than any page of ours sends. To count them takes no time: what
 * stands between two fields, or at the head of each part.
 */
export function hasTooManyFields(bytes: Uint8Array, contentType: string): boolean {
  const isInParts = /^\s*multipart\/form-data\b/iu.test(contentType)
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  // Whoever reads a head passes by blanks before a name.
  const marks = body.matchAll(isInParts ? /\n[\t ]*content-disposition/giu : /&|\n[\t ]*content-disposition/giu)
  let count = 0
  for (const _ of marks) {
    count += 1
    if (count > mostFields) return true
  }
  return false
}
