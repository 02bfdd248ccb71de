import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import type { AppLoadContext, ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Express, type Request, type Response } from 'express'
import { sql } from 'drizzle-orm'
import type { System } from './context.ts'
import type { Accounts } from './identity/account/commands.ts'
import { guard, headers, type GuardOptions } from './guard.ts'
import type { Sessions } from './identity/sessions.gateway.ts'
import type { Rooms } from './realtime/socket.gateway.ts'

declare module '@remix-run/node' {
  interface AppLoadContext {
    readonly system: System
    readonly rooms: Rooms
    readonly sessions: Sessions
    readonly accounts: Accounts
    /** The network address that the request came from. */
    readonly clientAddress: string
    readonly nonce: string
    /** Whether cookies must be sent over https only. */
    readonly secure: boolean
  }
}

export interface Parts extends GuardOptions {
  readonly system: System
  readonly rooms: Rooms
  readonly accounts: Accounts
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** The server for pages and rooms on one port, not listening yet. */
export async function createHttp(parts: Parts): Promise<Server> {
  const app = express()
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 60_000 }, app)
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (request.url?.startsWith('/rooms/')) parts.rooms.upgrade(request, socket, head)
    else if (!parts.dev) socket.destroy()
  })
  app.disable('x-powered-by')
  app.use((_request, response, next) => {
    response.locals['nonce'] = randomBytes(16).toString('base64')
    next()
  })
  app.use(headers(parts), compression())
  probes(app, parts.system)
  const build = parts.dev ? await developmentBuild(app, server) : await productionBuild(app)
  app.use(guard(parts), (_request, response, next) => {
    response.set('cache-control', 'no-store')
    next()
  })
  const getLoadContext = (request: Request, response: Response) =>
    loadContext(parts, clientAddress(request), response.locals)
  app.all('*', createRequestHandler({ build, getLoadContext }))
  return server
}

/** The address at the other end of the socket. */
const clientAddress = (request: Request): string => request.socket.remoteAddress ?? ''

function loadContext(parts: Parts, address: string, locals: Record<string, unknown>): AppLoadContext {
  const { system, rooms, accounts, publicOrigin } = parts
  const { sessions } = accounts
  const secure = publicOrigin?.startsWith('https:') ?? false
  return { system, rooms, sessions, accounts, clientAddress: address, secure, nonce: String(locals['nonce']) }
}

function probes(app: Express, { db }: System): void {
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
  app.use('/assets', express.static(`${root}/build/client/assets`, { immutable: true, maxAge: '1y', index: false }))
  app.use(express.static(`${root}/build/client`, { index: false, maxAge: '1h' }))
  return (await import(pathToFileURL(`${root}/build/server/index.js`).href)) as ServerBuild
}

async function developmentBuild(app: Express, server: Server): Promise<() => Promise<ServerBuild>> {
  const { createServer: createVite } = await import('vite')
  const vite = await createVite({ root, server: { middlewareMode: true, hmr: { server } } })
  server.on('close', () => void vite.close())
  app.use(vite.middlewares)
  return async () => (await vite.ssrLoadModule('virtual:remix/server-build')) as ServerBuild
}
