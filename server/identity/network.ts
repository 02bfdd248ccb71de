import ipaddr from 'ipaddr.js'

/**
 * The network that an address belongs to, as far as one person is likely to be behind it: an IPv4 address, or the 64
 * bits of an IPv6 one that a provider gives to a household.
 */
export function networkOf(address: string): string {
  const parsed = parsedAddress(address)
  if (!parsed) return 'unknown'
  return parsed instanceof ipaddr.IPv6 ? `${groups(parsed, 4)}::/64` : parsed.toString()
}

/** An address for its person to recognise, too short to find somebody by. */
export function shortened(address: string): string {
  const parsed = parsedAddress(address)
  if (!parsed) return ''
  if (parsed.range() === 'loopback') return 'this machine'
  if (parsed instanceof ipaddr.IPv6) return `${groups(parsed, 3)}:…`
  return `${parsed.toString().split('.').slice(0, 2).join('.')}.…`
}

/** An IPv4 address that came through an IPv6 socket is that IPv4 address. */
const parsedAddress = (address: string) => (ipaddr.isValid(address) ? ipaddr.process(address) : null)

const groups = (address: ipaddr.IPv6, count: number): string =>
  address.parts
    .slice(0, count)
    .map((part) => part.toString(16))
    .join(':')
