/** The path when it leads within this site, else the home page: what follows a redirect must not leave. */
export function ownPath(path: string | null): string {
  const isOwn = path !== null && /^\/(?![/\\])[^\\\t\n\r]*$/u.test(path)
  return isOwn ? path : '/'
}
