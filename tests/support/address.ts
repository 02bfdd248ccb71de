import type { Address } from '#db/client.ts'

export const TEMPLATE = 'plumbline_template'

/** The same server and person, another database. */
export function withDatabase(address: Address, database: string): Address {
  if (typeof address !== 'string') return { ...address, database }
  const url = new URL(address)
  url.pathname = `/${database}`
  return url.href
}
