/** Far more fields than any page of ours sends; to read millions of them would keep everybody else waiting. */
export const mostFields = 5_000

/** Whether a form that was sent in this type has more fields than any page of ours sends. To count them takes no time. */
export function hasTooManyFields(bytes: Uint8Array, contentType: string): boolean {
  const boundary = /boundary="?([^";]+)/iu.exec(contentType)?.[1]
  const between = Buffer.from(boundary === undefined ? '&' : `--${boundary}`)
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let count = 0
  for (
    let at = body.indexOf(between);
    at >= 0 && count <= mostFields;
    at = body.indexOf(between, at + between.length)
  ) {
    count += 1
  }
  return count > mostFields
}
