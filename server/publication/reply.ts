import type { Page } from './kept-pages.ts'
import type { PublicSide } from './queries/public.ts'

/** What is sent for a page. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer> | null
}

/** How a page is asked for, and when. */
export interface Asking {
  readonly acceptEncoding: string | null | undefined
  readonly ifNoneMatch: string | null | undefined
  readonly side: Pick<PublicSide, 'changedAt'>
  /** Whether programs of any site may read it. */
  readonly isData: boolean
}

/** A page as it is sent: packed where that is taken, and not again to whoever has exactly these bytes (RFC 9110). */
export function replyWith(page: Page, { acceptEncoding, ifNoneMatch, side, isData }: Asking): Reply {
  const isPacked = takesGzip(acceptEncoding ?? '')
  const { bytes, etag } = isPacked ? page.gzip : page.plain
  const headers = {
    etag,
    // All is asked for again each time, by its mark: a correction is not to wait in anybody's cache, and a time for which
    // something may be kept would tell when an embargo ends, or outlast it.
    'cache-control': 'public, no-cache',
    'last-modified': new Date(side.changedAt).toUTCString(),
    vary: 'accept-encoding',
    ...(isData && { 'access-control-allow-origin': '*' }),
  }
  if (page.status === 200 && isKnown(ifNoneMatch ?? '', etag)) return { status: 304, headers, body: null }
  const content = {
    'content-type': page.type,
    'content-length': String(bytes.length),
    ...(isPacked && { 'content-encoding': 'gzip' }),
  }
  return { status: page.status, headers: { ...headers, ...content }, body: bytes }
}

/** Whether gzip is among what is taken, and not refused by a quality of nothing. */
function takesGzip(accepted: string): boolean {
  const found = accepted.split(',').map((each) =>
    each
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/u),
  )
  return found.some(([coding, quality]) => coding === 'gzip' && !/^q=0(?:\.0*)?$/u.test(quality ?? ''))
}

const isKnown = (known: string, etag: string): boolean =>
  known.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//u, '')))
