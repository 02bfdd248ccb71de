import { isIP, isIPv6 } from 'node:net'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
const everywhere = new Set(['0.0.0.0', '[::]'])

/**
 * Whether an Origin header names this site. With a public origin only that one does; without, the names of this
 * machine count as one site, on the port of the request's Host.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicOrigin?: string): boolean {
  if (!origin || !host || !URL.canParse(origin)) return false
  const asked = new URL(origin)
  // An origin has no more than this; anything longer is nobody's header.
  if (asked.origin !== origin.toLowerCase()) return false
  if (publicOrigin) return asked.origin === new URL(publicOrigin).origin
  if (!URL.canParse(`http://${host}`)) return false
  const own = new URL(`http://${host}`)
  if (asked.protocol !== 'http:' || asked.port !== own.port) return false
  return asked.hostname === own.hostname || (loopback.has(asked.hostname) && loopback.has(own.hostname))
}

/**
 * Whether a Host header names this site. Without a public origin an address in numbers does, and `localhost`: any other
 * name may belong to somebody who lets it lead here, whose pages would then count as ours.
 */
export function isOwnHost(host: string | undefined, publicOrigin?: string): boolean {
  if (!host || !/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/iu.test(host) || !URL.canParse(`http://${host}`))
    return false
  if (publicOrigin) {
    const own = new URL(publicOrigin)
    return new URL(`${own.protocol}//${host}`).host === own.host
  }
  const { hostname } = new URL(`http://${host}`)
  return hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/gu, '')) !== 0
}

/** Where people find this site: at its public origin, or where it listens, on this machine if that is everywhere. */
export function originOf(
  { PUBLIC_ORIGIN, HOST }: { PUBLIC_ORIGIN?: string | undefined; HOST?: string | undefined },
  port: number,
): string {
  if (PUBLIC_ORIGIN) return PUBLIC_ORIGIN
  // The zone of an IPv6 address has no place in an address of the web.
  const host = HOST && isIPv6(HOST) ? `[${HOST.replace(/%.*$/u, '')}]` : (HOST ?? 'localhost')
  const { hostname } = new URL(`http://${host}`)
  return `http://${everywhere.has(hostname) ? 'localhost' : hostname}:${port}`
}
