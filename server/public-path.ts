/** Whether what is at this path is for everybody: it is read without a cookie and may be kept. */
export function isPublicPath(path: string): boolean {
  return path.startsWith('/p/')
}

/** Whether it is for programs of any site to read: feeds and data. */
export function isPublicData(path: string): boolean {
  return isPublicPath(path) && /\.(?:json|xml)$/u.test(path)
}
