import type { IncomingHttpHeaders } from 'node:http'
import type { Request, RequestHandler, Response } from 'express'
import { isOwnHost, isOwnOrigin } from './origin.ts'
import type { Peer } from './peer.ts'
import { isPublicPath } from './public-path.ts'

export interface GuardOptions {
  readonly publicOrigin: string | undefined
  /** How many bytes the form of an address may have. */
  bodyLimit(path: string): number
}

/** What the checks look at: no more than the request's head. */
export interface Head {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

interface Refusal {
  readonly status: number
  readonly message: string
}

type Check = (head: Head, options: GuardOptions) => Refusal | null

const longestUrl = 4096
/** More than this is not read to its end for the sake of an answer. */
const mostThrownAway = 16 * 1024 * 1024

/** Lets through to the pages what an own page may send, and refuses everything else before anything reads it. */
export function guard(options: GuardOptions, peerOf: (request: Request) => Peer): RequestHandler {
  return (request, response, next) => {
    // What is public says itself how long it may be kept, or that it may not.
    if (!isPublicPath(request.path)) response.set('cache-control', 'no-store')
    const { clientAddress, protocol } = peerOf(request)
    response.locals['clientAddress'] = clientAddress
    const refusal = refusalOf(request, options)
    if (refusal) return refuse(request, response, refusal)
    if (protocol === 'http' && options.publicOrigin?.startsWith('https:')) {
      return response.redirect(308, `${options.publicOrigin}${request.url}`)
    }
    next()
  }
}

/** Why a request is refused by its head, or null for one that may go on. */
export function refusalOf(head: Head, options: GuardOptions): Refusal | null {
  for (const check of checks) {
    const refusal = check(head, options)
    if (refusal) return refusal
  }
  return null
}

const refusal = (status: number, message: string): Refusal => ({ status, message })

const hasOwnHost: Check = ({ headers }, { publicOrigin }) =>
  isOwnHost(headers.host, publicOrigin)
    ? null
    : refusal(421, 'Plumbline does not answer under this name. If it should, set PUBLIC_ORIGIN to its address.')

const hasKnownMethod: Check = ({ method }) =>
  isReading(method) || method === 'POST' ? null : refusal(405, 'This way of asking is not supported.')

/** Our addresses are plain: what is written in another way means to be read as another address somewhere. */
const hasPlainPath: Check = ({ url }) => {
  if (url.length > longestUrl) return refusal(414, 'This address is too long.')
  const [path = ''] = url.split('?', 1)
  const isPlain = /^\/(?:[\w.~-]+\/)*[\w.~-]*$/u.test(path) && !/\/\.{1,2}(?:\/|$)/u.test(path)
  if (!isPlain || /%00/u.test(url) || url.includes('#')) return refusal(400, 'This is no address of Plumbline.')
  // What the framework would answer for a public page there holds who is signed in.
  const isNothing = path.startsWith('/__manifest') || (isPublicPath(path) && path.endsWith('.data'))
  return isNothing ? refusal(404, 'There is nothing here.') : null
}

/** The framework's old way to ask, which passes by its check of where a form comes from. */
const isNoOldDataRequest: Check = ({ url }) =>
  new URL(url, 'http://own').searchParams.has('_data') ? refusal(400, 'This way of asking is not supported.') : null

/** From another site a page can be opened by a link; it can send nothing and embed nothing. What is public it may read. */
const comesFromOwnPage: Check = ({ method, url, headers }, { publicOrigin }) => {
  const site = headers['sec-fetch-site']
  const isForeign = site !== undefined && site !== 'same-origin'
  if (!isReading(method)) {
    if (!isForeign && isOwnOrigin(headers.origin, headers.host, publicOrigin)) return null
    return refusal(403, 'This came from another site and nothing was changed. Open Plumbline and try again.')
  }
  if (isPublicPath(url)) return null
  const isOpened = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return !isForeign || site === 'none' || isOpened
    ? null
    : refusal(403, 'Another site may lead here by a link, and no other way.')
}

const formTypes = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)(?:;|$)/iu

const hasFittingBody: Check = ({ method, url, headers }, { bodyLimit }) => {
  // Every browser says how long a form is; without that, only reading it would tell.
  if (headers['transfer-encoding'] !== undefined) return refusal(411, 'This must say how long it is.')
  const length = Number(headers['content-length'] ?? 0)
  if (length === 0) return null
  if (isReading(method)) return refusal(400, 'This way of asking is not supported.')
  if (headers['content-encoding'] !== undefined || !formTypes.test(headers['content-type'] ?? '')) {
    return refusal(415, 'This is not a form.')
  }
  const [path = ''] = url.split('?', 1)
  if (length <= bodyLimit(path)) return null
  return refusal(413, 'This is too large and nothing was saved. What you typed is still on your page.')
}

const checks = [hasOwnHost, hasKnownMethod, hasPlainPath, isNoOldDataRequest, comesFromOwnPage, hasFittingBody]

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Answers in the way that was asked for, so that a form of ours can show the sentence. */
function refuse(request: Request, response: Response, { status, message }: Refusal): void {
  response.set('cache-control', 'no-store')
  const isChunked = request.get('transfer-encoding') !== undefined
  // A browser hears the answer only after it has sent all of its form; nobody waits for the end of an endless one.
  if (isChunked || Number(request.get('content-length') ?? 0) > mostThrownAway) response.set('connection', 'close')
  if (status === 405) response.set('allow', 'GET, HEAD, POST')
  response.status(status)
  if (request.get('accept')?.includes('application/json')) {
    response.json({ ok: false, id: 'refused', message, fields: {} })
  } else {
    response.type('text/plain').send(message)
  }
}
