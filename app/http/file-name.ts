/** How a response says that it is a file and what it is called, also in other scripts (RFC 6266, RFC 8187). */
export function asFile(name: string, plainName: string): string {
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded(name)}`
}

const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed().replaceAll(/[\\/:*?"<>|]/gu, ' ')).replaceAll(
    /['()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
