import { expect, it } from 'vitest'
import { networkOf, shortened } from './network.ts'

it.each([
  ['192.0.2.7', '192.0.2.7', '192.0.…'],
  ['::ffff:192.0.2.7', '192.0.2.7', '192.0.…'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1:…'],
  ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0:…'],
  ['::1', '0:0:0:0::/64', 'this machine'],
  ['no address', 'unknown', ''],
])('%s is of the network %s and shown as %s', (address, network, shown) => {
  expect([networkOf(address), shortened(address)]).toEqual([network, shown])
})
