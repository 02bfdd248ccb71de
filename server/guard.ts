import type { NextFunction, Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'
import { isOwnOrigin } from './origin.ts'

export interface GuardOptions {
  readonly publicOrigin: string | undefined
  readonly dev: boolean
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
const formLimit = 64 * 1024
const reportFormLimit = 4 * 1024 * 1024

/** Refuses what the framework would let through: foreign writes, its legacy data door, forged forwarding headers. */
export function guard(options: GuardOptions): RequestHandler {
  return (request, response, next) => {
    for (const name of Object.keys(request.headers)) {
      if (name === 'forwarded' || name.startsWith('x-forwarded-')) delete request.headers[name]
    }
    if (request.url.length > 4096) return refuse(response, 414, 'This address is too long.')
    if (request.path.startsWith('/__manifest')) return refuse(response, 404, 'There is nothing here.')
    if (/[?&]_data(?:=|&|$)/u.test(request.url)) return refuse(response, 400, 'This way of asking is not supported.')
    if (!safe.has(request.method) && !isFromOwnPage(request, options.publicOrigin)) {
      return refuse(response, 403, 'This came from another site and nothing was changed. Open Plumbline and try again.')
    }
    return withinLimit(request, response, next)
  }
}

function isFromOwnPage(request: Request, publicOrigin: string | undefined): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
  return isOwnOrigin(request.get('origin'), request.get('host'), publicOrigin)
}

function withinLimit(request: Request, response: Response, next: NextFunction): void {
  const limit = request.path.startsWith('/reports/new') ? reportFormLimit : formLimit
  const tooLarge = () =>
    refuse(response, 413, 'This is too large and nothing was saved. What you typed is still on your page.')
  if (Number(request.get('content-length') ?? 0) > limit) return tooLarge()
  let length = 0
  const count = (chunk: Buffer) => {
    length += chunk.length
    if (length <= limit) return
    request.off('data', count)
    if (!response.headersSent) tooLarge()
    request.destroy()
  }
  if (!safe.has(request.method) && request.get('content-length') === undefined) request.on('data', count).pause()
  next()
}

function refuse(response: Response, status: number, sentence: string): void {
  response.status(status).set('cache-control', 'no-store').type('text/plain').send(sentence)
}

/** Security headers with this response's nonce (in `response.locals.nonce`). */
export function headers({ dev }: GuardOptions): RequestHandler {
  const nonce = (_request: unknown, response: unknown) => `'nonce-${(response as Response).locals['nonce'] as string}'`
  // Without a nonce in development: the styles that the dev server injects carry none.
  const styles = dev ? ["'self'", "'unsafe-inline'"] : ["'self'", nonce]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [nonce, "'strict-dynamic'"],
        styleSrc: styles,
        styleSrcAttr: ["'unsafe-inline'"],
        connectSrc: dev ? ["'self'", 'ws:'] : ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: false,
    // With none at all, a form that the browser sends by itself would name its origin as `null` and be refused.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })
}
