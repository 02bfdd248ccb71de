import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import { sql } from 'drizzle-orm'
import { formLimit } from '#app/limits.ts'
import { checkout } from '#db/checkout.ts'
import type { System } from './context.ts'
import { guard } from './guard.ts'
import { headers, type HeaderOptions } from './headers.ts'
import { KeptPasts } from './history/kept-pasts.ts'
import type { SignedNotes } from './history/signing-folder.gateway.ts'
import type { Accounts } from './identity/account/commands.ts'
import type { Sessions } from './identity/sessions.gateway.ts'
import { keptReplies } from './kept-replies.ts'
import { createPeers } from './peer.ts'
import { isPublicPath } from './public-path.ts'
import { KeptPages } from './publication/kept-pages.ts'
import type { Rooms } from './realtime/socket.gateway.ts'

declare module '@remix-run/node' {
  interface AppLoadContext {
    readonly system: System
    readonly rooms: Rooms
    readonly sessions: Sessions
    readonly accounts: Accounts
    readonly keptPages: KeptPages
    readonly keptPasts: KeptPasts
    /** What was signed of histories, outside the database. */
    readonly signing: SignedNotes
    readonly verifier: Verifier
    readonly download: Download
    readonly nonce: string
    /** From where the request came, as far as the peer or a trusted proxy tells. */
    readonly clientAddress: string
    /** Writes down what nobody expected. */
    readonly onError: (error: unknown) => void
  }
}

/** Reads the program that checks an exported history. */
export type Verifier = () => Promise<Uint8Array>

/** To where an answer goes that is longer than what should wait in memory. */
export interface Download {
  /** Whether the bytes go out as they are, and not within data for a page. */
  readonly isPlain: boolean
  /** Waits until the reader has taken what was sent; false when there is no reader any more. */
  drained(): Promise<boolean>
}

export interface Parts extends HeaderOptions {
  readonly system: System
  readonly rooms: Rooms
  readonly accounts: Accounts
  readonly signing: SignedNotes
  readonly verifier: Verifier
  /** The addresses whose word on where a request came from is taken. */
  readonly trustedProxies: readonly string[]
  readonly onError: (error: unknown) => void
}

/**
 * How long a request may take to arrive, looked after every few seconds, and how long a connection stays open with nothing
 * asked on it: longer than the 60 s of common proxies, so that they close first. Whoever asks on a connection in the
 * moment in which it is closed here gets no answer.
 */
export const patience = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
} as const

/** The server for pages and rooms on one port, not listening yet. */
export async function createHttp(parts: Parts): Promise<Server> {
  const app = express()
  const server = createServer(patience, app)
  const peerOf = createPeers(parts.trustedProxies)
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    peerOf(request)
    if (request.url?.startsWith('/rooms/')) parts.rooms.upgrade(request, socket, head)
    else if (!parts.dev) socket.destroy()
  })
  app.disable('x-powered-by')
  app.use((_request, response, next) => {
    response.locals['nonce'] = randomBytes(16).toString('base64')
    next()
  })
  app.use(headers(parts), compression({ filter: isCompressedHere }))
  probes(app, parts.system)
  const build = parts.dev ? await developmentBuild(app, server) : await productionBuild(app)
  app.use(guard({ publicOrigin: parts.publicOrigin, bodyLimit: formLimit }, peerOf))
  const kept = { keptPages: new KeptPages(), keptPasts: new KeptPasts() }
  app.use(keptReplies(parts.system, kept.keptPages))
  const getLoadContext = (request: Request, response: Response) =>
    loadContext(parts, kept, downloadTo(request, response), response.locals)
  app.all('*', readToItsEnd, createRequestHandler({ build, getLoadContext }))
  app.use(failure(parts.onError))
  return server
}

/**
 * What was answered before it was read is thrown away: the framework's own reader would hold the rest back, and with it
 * whatever comes next on the same connection.
 */
const readToItsEnd: RequestHandler = (request, response, next) => {
  response.on('finish', () => {
    if (request.complete) return
    request.removeAllListeners('data')
    request.resume()
  })
  next()
}

/** Public pages are kept as they are sent: an answer of other bytes would need another mark. */
const isCompressedHere: compression.CompressionFilter = (request, response) =>
  !isPublicPath(request.path) && compression.filter(request, response)

function loadContext(
  parts: Parts,
  kept: Pick<AppLoadContext, 'keptPages' | 'keptPasts'>,
  download: Download,
  locals: Record<string, unknown>,
): AppLoadContext {
  const { system, rooms, accounts, signing, verifier, onError } = parts
  const { sessions } = accounts
  const [nonce = '', clientAddress = ''] = [locals['nonce'], locals['clientAddress']].map(String)
  return { system, rooms, sessions, accounts, ...kept, signing, verifier, download, nonce, clientAddress, onError }
}

// The framework hands on whatever an answer holds, however slowly it is taken.
function downloadTo(request: Request, response: Response): Download {
  return {
    isPlain: request.method === 'GET' && !request.path.endsWith('.data'),
    drained: () =>
      new Promise((resolve) => {
        if (response.destroyed || !response.writableNeedDrain) return resolve(!response.destroyed)
        const settle = () => {
          response.off('drain', settle).off('close', settle)
          resolve(!response.destroyed)
        }
        response.on('drain', settle).on('close', settle)
      }),
  }
}

/** Answers what nobody expected, without a word of what it was. */
function failure(onError: (error: unknown) => void): ErrorRequestHandler {
  // Express tells such a handler from others by its four parameters.
  return (error, _request, response, _next) => {
    onError(error)
    // Express would end it too, and print the error past the log.
    if (response.headersSent) return void response.destroy()
    response.status(500).type('text/plain').send('Something went wrong here. It is not your fault; please try again.')
  }
}

function probes(app: Express, { db }: System): void {
  app.use(['/healthz', '/readyz'], (_request, response, next) => {
    response.set('cache-control', 'no-store')
    next()
  })
  app.get('/healthz', (_request, response) => void response.type('text/plain').send('ok'))
  app.get('/readyz', (_request, response, next) => {
    db.execute(sql`select 1`)
      .then(
        () => response.type('text/plain').send('ok'),
        () => response.status(503).type('text/plain').send('The database does not answer.'),
      )
      .catch(next)
  })
}

async function productionBuild(app: Express): Promise<ServerBuild> {
  app.use(
    '/assets',
    express.static(`${checkout}/build/client/assets`, { immutable: true, maxAge: '1y', index: false, redirect: false }),
  )
  app.use(express.static(`${checkout}/build/client`, { index: false, maxAge: '1h', redirect: false }))
  return (await import(pathToFileURL(`${checkout}/build/pages.mjs`).href)) as ServerBuild
}

async function developmentBuild(app: Express, server: Server): Promise<() => Promise<ServerBuild>> {
  const { createServer: createVite } = await import('vite')
  const vite = await createVite({ root: checkout, server: { middlewareMode: true, hmr: { server } } })
  server.on('close', () => void vite.close())
  app.use(vite.middlewares)
  return async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as ServerBuild
}
