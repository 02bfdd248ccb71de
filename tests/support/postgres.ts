import { randomBytes } from 'node:crypto'

import { inject } from 'vitest'

import { lineOf, verifyDatabase } from '#server/history-verify.ts'
import { connect, type Address, type Connection } from '#db/client.ts'
import { TEMPLATE, withDatabase } from './address.ts'

export interface FreshDatabase {
  /** May do anything: migrations, and the tampering that verification must find. */
  owner: Connection
  /** What the running application has: cannot change or delete facts. */
  app: Connection
  ownerAddress: Address
  appAddress: Address
  /** Ends it, after its whole history was verified. */
  drop(): Promise<void>
}

/** A migrated, empty database of the caller's own; `drop` it after the tests. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const cluster = inject('cluster')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(cluster.owner, ({ sql }) => sql`create database ${sql(name)} template ${sql(TEMPLATE)}`)
  const ownerAddress = withDatabase(cluster.owner, name)
  const appAddress = withDatabase(cluster.app, name)
  const owner = connect(ownerAddress, { max: 4 })
  const app = connect(appAddress, { max: 6 })
  const drop = async () => {
    const wrong = (await verifyDatabase(owner)).filter(({ difference }) => difference)
    await Promise.all([owner.close(), app.close()])
    await onServer(cluster.owner, ({ sql }) => sql`drop database ${sql(name)} with (force)`)
    if (wrong.length > 0) throw new Error(wrong.map(lineOf).join('\n'))
  }
  return { owner, app, ownerAddress, appAddress, drop }
}

async function onServer(address: Address, work: (connection: Connection) => PromiseLike<unknown>): Promise<void> {
  const server = connect(address, { max: 1 })
  try {
    await work(server)
  } finally {
    await server.close()
  }
}
