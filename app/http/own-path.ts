/** The path when it leads within this site, else the home page: what follows a redirect must not leave. */
export function ownPath(path: string | null): string {
  const isPlain = path !== null && /^\/(?:[\w~.-]+\/)*[\w~.-]*(?:[?#][^\\\s]*)?$/u.test(path)
  // A step up may end in front of two slashes, which lead elsewhere.
  return isPlain && !/\/\.{1,2}(?:[/?#]|$)/u.test(path) ? path : '/'
}
