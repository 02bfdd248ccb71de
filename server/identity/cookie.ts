/** The token that a cookie of ours carries, whether it was sent over https or not; or null. */
export function cookieIn(name: string, cookies: string | null | undefined): string | null {
  return new RegExp(`(?:^|;\\s*)(?:__Host-)?${name}=([\\w-]{43})(?:;|$)`, 'u').exec(cookies ?? '')?.[1] ?? null
}

/** A cookie that only the server reads and only this site sends; over https, no other host can set it. */
export function makeCookie(name: string, token: string, secure: boolean, seconds: number): string {
  const fullName = secure ? `__Host-${name}` : name
  return `${fullName}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`
}
