import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import proxyaddr from 'proxy-addr'

/** Who asks, as far as this server can know. */
export interface Peer {
  readonly clientAddress: string
  /** How the browser came, where a configured proxy says so. */
  readonly protocol: 'http' | 'https' | null
}

/** What only a proxy of ours may say, and what makes other servers read another address or method than was asked for. */
const hearsay =
  /^(?:forwarded|x-forwarded-.+|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|x-host|x-(?:original|rewrite)-.+|x-(?:http-)?method(?:-override)?)$/u

/**
 * Judges who asks. What proxies say is believed of the trusted ones alone, and is gone from the request afterwards: the
 * host that they name takes the place of the one that they asked for.
 */
export function createPeers(trustedProxies: readonly string[]): (request: IncomingMessage) => Peer {
  const isTrusted = proxyaddr.compile([...trustedProxies])
  return (request) => {
    const { headers, socket } = request
    const peer = plain(socket.remoteAddress ?? '')
    const heard = isIP(peer) !== 0 && isTrusted(peer, 0)
    const said = (name: string) => (heard ? lastOf(headers[name]) : undefined)
    // Of a connection that is gone already no address is known any more.
    const address = peer === '' ? '' : plain(proxyaddr(request, isTrusted))
    const protocol = said('x-forwarded-proto')
    const host = said('x-forwarded-host')
    for (const name of Object.keys(headers)) if (hearsay.test(name)) delete headers[name]
    if (host !== undefined) headers.host = host
    return {
      clientAddress: isIP(address) === 0 ? peer : address,
      protocol: protocol === 'http' || protocol === 'https' ? protocol : null,
    }
  }
}

/** What the nearest proxy added: everything before may come from the browser. */
function lastOf(value: string | string[] | undefined): string | undefined {
  return value?.toString().split(',').at(-1)?.trim()
}

/** An IPv4 address that came over IPv6, as itself. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/u, '')
