import type { RequestHandler, Response } from 'express'
import helmet, { type HelmetOptions } from 'helmet'
import { isPublicData, isPublicPath } from './public-path.ts'

export interface HeaderOptions {
  readonly publicOrigin: string | undefined
  readonly dev: boolean
}

/** What no page of ours asks a browser for. */
const unused = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
const permissions = unused.map((name) => `${name}=()`).join(', ')
const oneYear = 365 * 24 * 60 * 60

/** Security headers: with this response's nonce (in `response.locals.nonce`) for own pages, without scripts for public ones. */
export function headers({ dev, publicOrigin }: HeaderOptions): RequestHandler {
  const pages = ownPages(dev, publicOrigin)
  const readers = forReaders(publicOrigin, 'same-origin')
  const programs = forReaders(publicOrigin, 'cross-origin')
  return (request, response, next) => {
    const { path } = request
    const set = isPublicData(path) ? programs : isPublicPath(path) ? readers : pages
    response.set('permissions-policy', permissions)
    set(request, response, next)
  }
}

function ownPages(dev: boolean, publicOrigin: string | undefined) {
  const nonce = (_request: unknown, response: unknown) => `'nonce-${(response as Response).locals['nonce'] as string}'`
  // Without a nonce in development: the styles that the dev server injects carry none.
  const styles = dev ? ["'self'", "'unsafe-inline'"] : ["'self'", nonce]
  return helmet({
    ...common(publicOrigin),
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
  })
}

/** For what is the same for everybody and kept: no nonce, and nothing that would need one. */
function forReaders(publicOrigin: string | undefined, policy: 'same-origin' | 'cross-origin') {
  return helmet({
    ...common(publicOrigin),
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy },
  })
}

const common = (publicOrigin: string | undefined): HelmetOptions => ({
  // For other names below the same domain it is not ours to decide.
  strictTransportSecurity: publicOrigin?.startsWith('https:')
    ? { maxAge: oneYear, includeSubDomains: false, preload: false }
    : false,
  // With none at all, a form that the browser sends by itself would name its origin as `null` and be refused.
  referrerPolicy: { policy: 'same-origin' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
})
