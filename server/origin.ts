const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether an Origin header names this site. With a public origin only that one does; without, the names of this
 * machine count as one site, on the port of the request's Host.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicOrigin?: string): boolean {
  if (!origin || !host || !URL.canParse(origin)) return false
  const asked = new URL(origin)
  if (publicOrigin) return asked.origin === new URL(publicOrigin).origin
  if (!URL.canParse(`http://${host}`)) return false
  const own = new URL(`http://${host}`)
  if (asked.protocol !== 'http:' || asked.port !== own.port) return false
  return asked.hostname === own.hostname || (loopback.has(asked.hostname) && loopback.has(own.hostname))
}
