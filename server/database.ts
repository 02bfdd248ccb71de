import { connect, type Address, type Connection } from '#db/client.ts'
import { attachEmbedded, startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'

export interface Store {
  readonly pool: Connection
  readonly address: Address
  /** Of the owner of the tables, for what only that one may do. */
  readonly ownerAddress: Address
  readonly embedded: boolean
  /** Whether the server's role is kept from changing recorded facts, or only triggers are. */
  readonly guardedBy: 'role' | 'triggers'
  /** Resolves with a sentence if the embedded database ends by itself. */
  readonly lost: Promise<string>
  close(): Promise<void>
}

const appRole = 'plumbline_app'

/** Opens the database that the settings name, or starts the embedded one, and brings its tables up to date. */
export async function openStore(
  urls: { url: string | undefined; ownerUrl: string | undefined },
  say: (sentence: string) => void,
): Promise<Store> {
  return urls.url ? openOwn(urls.url, urls.ownerUrl) : openEmbedded(say)
}

async function openOwn(url: string, ownerUrl: string | undefined): Promise<Store> {
  await bringUpToDate(connect(ownerUrl ?? url, { max: 1, isPatient: true }), ownerUrl && new URL(url).username)
  const pool = connect(url)
  return {
    pool,
    address: url,
    ownerAddress: ownerUrl ?? url,
    embedded: false,
    guardedBy: ownerUrl ? 'role' : 'triggers',
    lost: new Promise(() => {}),
    close: () => pool.close(),
  }
}

async function openEmbedded(say: (sentence: string) => void): Promise<Store> {
  const embedded = await startEmbedded({ onProgress: say })
  try {
    await bringUpToDate(connect(embedded.address, { max: 1, isPatient: true }), appRole)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  const pool = connect(embedded.appAddress)
  const close = async () => {
    await pool.close()
    await embedded.stop()
  }
  return {
    pool,
    address: embedded.appAddress,
    ownerAddress: embedded.address,
    embedded: true,
    guardedBy: 'role',
    lost: embedded.lost,
    close,
  }
}

async function bringUpToDate(owner: Connection, role: string | undefined): Promise<void> {
  try {
    await migrate(owner, role ? { appRole: role } : {})
  } finally {
    await owner.close()
  }
}

/** For tools: the database of the settings, or the embedded one, running or started for as long as the tool runs; up to date. */
export async function openForTool(env: NodeJS.ProcessEnv): Promise<{ owner: Connection; close(): Promise<void> }> {
  const ownerUrl = env['DATABASE_OWNER_URL'] || undefined
  const url = env['DATABASE_URL'] || undefined
  const attached = url ? null : await attachEmbedded()
  const address = ownerUrl ?? url ?? attached?.address ?? ''
  await bringUpToDate(connect(address, { max: 1, isPatient: true }), url ? ownerUrl && new URL(url).username : appRole)
  const owner = connect(address, { isPatient: true })
  return {
    owner,
    async close() {
      await owner.close()
      await attached?.stop()
    },
  }
}
