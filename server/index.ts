import { randomBytes, randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { EmbeddedError, signingFolder } from '#db/embedded.ts'
import { MigrationError } from '#db/migrate.ts'
import { followNotices, type Notices } from '#db/notices.ts'
import type { System } from './context.ts'
import { openStore, type Store } from './database.ts'
import { demoMembers, demoPassword } from './demo/team.ts'
import { seedDemo } from './demo/commands.ts'
import { cautions, readEnv, type Env } from './env.ts'
import { verifierOf } from './history/archive.gateway.ts'
import { signHistoryOf } from './history/signer.gateway.ts'
import { openSigningFolder, type SigningFolder } from './history/signing-folder.gateway.ts'
import { createHttp, patience } from './http.ts'
import type { Accounts } from './identity/account/commands.ts'
import { createAttempts } from './identity/attempts.gateway.ts'
import { createDevices } from './identity/devices.gateway.ts'
import { createSessions } from './identity/sessions.gateway.ts'
import { createPasswords } from './identity/password.gateway.ts'
import { offerSetUp } from './identity/set-up.gateway.ts'
import { rolesAmong } from './identity/queries.ts'
import { hasTeams } from './identity/store.ts'
import { startJobs, stopJobs, type Jobs } from './jobs.ts'
import { createLog } from './log.ts'
import { loggedLine } from './logged-error.ts'
import { createPost, type Post } from './notifications/mail.gateway.ts'
import { isOwnHost, isOwnOrigin, originOf } from './origin.ts'
import { createRooms, type Rooms } from './realtime/socket.gateway.ts'

const log = createLog({ level: process.env['NODE_ENV'] === 'production' ? 'warn' : 'info', to: pino.destination(2) })
const say = (sentence: string) => process.stdout.write(`${sentence}\n`)

/** A system whose announcements go to rooms, which are made from it. */
function compose(
  { store, folder, onRecorded }: { readonly store: Store; readonly folder: SigningFolder; onRecorded(): void },
  env: Env,
  originNow: () => string,
): { system: System; rooms: Rooms; accounts: Accounts } {
  const system: System = {
    db: store.pool.db,
    now: () => new Date(),
    newId: randomUUID,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    passwords: createPasswords(),
    rolesAmong,
    announce: (entries) => (rooms.announce(entries), onRecorded()),
    async signHistory(teamId) {
      // Why it is refused is told, once, when it is signed in its turn.
      await signHistoryOf({ db: store.pool.db, folder }, teamId).catch((error: unknown) => log.error(error))
    },
  }
  const secure = env.PUBLIC_ORIGIN?.startsWith('https:') ?? false
  const sessions = createSessions(system.db, system.now, secure)
  const rooms = createRooms(system, {
    recognise: async (cookie) => (await sessions.recognise(cookie))?.actor ?? null,
    isOwnOrigin: (origin, host) => isOwnHost(host, env.PUBLIC_ORIGIN) && isOwnOrigin(origin, host, env.PUBLIC_ORIGIN),
    onError: (error) => log.error(error),
  })
  const [devices, attempts] = [createDevices(system.db, system.now, secure), createAttempts(system.db)]
  const post = postFor(env, originNow())
  // Which port it is may be known only when the server listens.
  const accounts = {
    ...system,
    sessions,
    devices,
    attempts,
    post,
    get origin() {
      return originNow()
    },
  }
  return { system, rooms, accounts }
}

/** Without a mail server, letters are in the log, for whoever runs this to hand on. */
function postFor(env: Env, origin: string): Post {
  return createPost({
    smtpUrl: env.SMTP_URL,
    from: env.MAIL_FROM ?? `Plumbline <plumbline@${new URL(origin).hostname}>`,
    onUnsent: (letter) => log.warn(letter, 'A letter that was not mailed, because SMTP_URL is not set'),
    onError: (error) => log.error(error, 'A letter could not be sent'),
  })
}

const jobsOf = ({ ownerAddress: owner }: Store, env: Env) => ({
  owner,
  sealAfter: env.PLUMBLINE_SEAL_AFTER,
  authority: env.PLUMBLINE_TIMESTAMP_URL,
  warn: (sentence: string) => log.error(sentence),
})

async function listen(server: Server, env: Env): Promise<number> {
  const at = (port: number, host: string) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ port, host }, () => {
        server.off('error', reject)
        resolve((server.address() as AddressInfo).port)
      })
    })
  if (env.HOST) return at(env.PORT, env.HOST)
  // Both loopbacks where the machine has them: `::` would open the server to the network.
  return at(env.PORT, '127.0.0.1')
}

function listenAlsoOn6(server: Server, port: number): Promise<Server | null> {
  return import('node:http').then(
    ({ createServer }) =>
      new Promise((resolve) => {
        const second = createServer(patience)
        second.on('request', (request, response) => server.emit('request', request, response))
        second.on('upgrade', (request, socket, head) => server.emit('upgrade', request, socket, head))
        second.once('error', () => resolve(null))
        second.listen({ port, host: '::1' }, () => resolve(second))
      }),
  )
}

async function main(): Promise<void> {
  const env = readEnv(process.env)
  const store = await openStore({ url: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL }, say)
  let port = env.PORT
  let jobs: Jobs | null = null
  const origin = () => originOf(env, port)
  try {
    const folder = openSigningFolder(signingFolder(), new URL(origin()).hostname)
    const parts = { store, folder, onRecorded: () => jobs?.telling.wake() }
    const { system, rooms, accounts } = compose(parts, env, origin)
    if (store.embedded && !(await hasTeams(system.db))) {
      say('Making the demo team …')
      await seedDemo(system)
    }
    const dev = Boolean(env.PLUMBLINE_DEV)
    const settings = { publicOrigin: env.PUBLIC_ORIGIN, trustedProxies: env.TRUSTED_PROXIES, dev }
    const onError = (error: unknown) => log.error(error)
    const served = { system, rooms, accounts, signing: folder, verifier: verifierOf(dev) }
    const server = await createHttp({ ...served, onError, ...settings })
    const notices = followNotices(store.pool, store.address, 'plumbline_access', {
      hear: (hint) => void rooms.judgeAnew(hint).catch((error: unknown) => log.error(error)),
      begin: () => void rooms.judgeAnew(null).catch((error: unknown) => log.error(error)),
    })
    await system.passwords.prepare()
    // Readers who ask first see what was published while no server ran.
    jobs = await startJobs({ ...system, folder, onError, ...jobsOf(store, env) })
    port = await listen(server, env)
    const second = env.HOST ? null : await listenAlsoOn6(server, port)
    endInOrder({ server, second, rooms, notices, jobs, post: accounts.post, store })
    for (const sentence of cautions(env)) say(sentence)
    say(readyLine(origin(), store))
    const token = store.embedded ? null : await offerSetUp(system)
    if (token) say(setUpLine(origin(), token))
  } catch (error) {
    // Why it could not start is told, whatever goes wrong besides.
    if (jobs) await stopJobs(jobs).catch((other: unknown) => log.error(other))
    await store.close().catch((other: unknown) => log.error(other))
    throw error
  }
}

/** The token stands behind #, which no browser sends with an address: no log on the way gets to know it. */
const setUpLine = (origin: string, token: string) =>
  `Nobody is here yet. Set up your team with this link, once and within 72 hours: ${new URL(`/set-up#${token}`, origin).href}`

function readyLine(address: string, store: Store): string {
  if (!store.embedded) return `Plumbline is ready: ${address} (recorded facts are guarded by ${store.guardedBy})`
  const accounts = demoMembers.map(({ email }) => email).join(', ')
  return `Plumbline is ready: ${address} (demo accounts: ${accounts}; password: ${demoPassword})`
}

interface Running {
  readonly server: Server
  readonly second: Server | null
  readonly rooms: Rooms
  readonly notices: Notices
  readonly jobs: Jobs
  readonly post: Post
  readonly store: Store
}

function endInOrder({ server, second, rooms, notices, jobs, post, store }: Running): void {
  let ending = false
  const end = async (code: number) => {
    if (ending) process.exit(1)
    ending = true
    setTimeout(() => process.exit(1), 9_500).unref()
    await rooms.drain()
    for (const each of [server, second]) {
      each?.close()
      each?.closeAllConnections()
    }
    await Promise.all([notices.close(), stopJobs(jobs), post.settled()])
    await store.close()
    process.exit(code)
  }
  const endNow = (code: number) => void end(code).catch(() => process.exit(1))
  process.on('SIGINT', () => endNow(0))
  process.on('SIGTERM', () => endNow(0))
  void store.lost.then((sentence) => {
    process.stderr.write(`${sentence}\n`)
    endNow(1)
  })
}

function sentenceFor(error: unknown): string {
  if (error instanceof EmbeddedError || error instanceof MigrationError) return error.message
  const { code, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `Port ${port ?? ''} is taken. Choose another one, for example PORT=3001 npm start.`
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'CONNECT_TIMEOUT') {
    return 'The database in DATABASE_URL cannot be reached. Start it, or correct the address.'
  }
  return `Plumbline could not start: ${loggedLine(error)}`
}

// Node would print all that is in the error.
process.on('uncaughtException', (error) => {
  log.fatal(error)
  process.exit(1)
})

main().catch((error: unknown) => {
  process.stderr.write(`${sentenceFor(error)}\n`)
  process.exit(1)
})
