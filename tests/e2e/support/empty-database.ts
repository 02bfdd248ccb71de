import { randomBytes } from 'node:crypto'
import { signedElsewhere } from '#tests/support/signing.ts'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '#db/client.ts'
import { embeddedHome, startEmbedded } from '#db/embedded.ts'
import { expectWholeHistory, startServer, type RunningServer } from './server.ts'

/** The application on an empty PostgreSQL of somebody's own, as `DATABASE_URL` names it: with no team in it. */
export async function startOnEmptyDatabase(): Promise<RunningServer> {
  const home = process.env['PLUMBLINE_TEST_DATA'] ?? join(embeddedHome(), 'tests')
  const root = join(home, `own-${randomBytes(4).toString('hex')}`)
  const own = await startEmbedded({ root })
  const { address } = own
  if (typeof address === 'string') throw new Error('The database of this test has no socket of its own.')
  const newsroom = { ...address, database: 'newsroom' }
  const inDatabase: RunningServer['inDatabase'] = async (look) => {
    const connection = connect(newsroom, { max: 1 })
    return look(connection.db, signedElsewhere).finally(() => connection.close())
  }
  const making = connect(address, { max: 1 })
  await making.sql`create database newsroom`.finally(() => making.close())
  // The driver takes from the environment what the address does not say: a socket's folder has no place in a URL.
  const server = await startServer({
    DATABASE_URL: 'postgres:///newsroom',
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGPASSWORD: address.password,
  })
  const stop = async () => {
    await server.stop()
    await own.stop()
    rmSync(root, { recursive: true, force: true })
  }
  return { ...server, inDatabase, verifyHistory: () => inDatabase(expectWholeHistory), stop }
}
