// Over https no other host can set a cookie of this name: a plain one beside it may come from any neighbour.
const nameOf = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name)

/** The token that a cookie of ours carries, or null. */
export function cookieIn(name: string, cookies: string | null | undefined, secure: boolean): string | null {
  return new RegExp(`(?:^|;\\s*)${nameOf(name, secure)}=([\\w-]{43})(?:;|$)`, 'u').exec(cookies ?? '')?.[1] ?? null
}

/** A cookie that only the server reads and only this site sends. */
export function makeCookie(name: string, token: string, secure: boolean, seconds: number): string {
  const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`
  return `${nameOf(name, secure)}=${token}; ${attributes}`
}
