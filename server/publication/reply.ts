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
  readonly side: Pick<PublicSide, 'changedAt' | 'changesAt'>
  readonly now: Date
  /** Whether programs of any site may read it. */
  readonly isData: boolean
}

/** For how many seconds a page may be shown without asking again, where no embargo ends before. */
const longest = 60

/** A page as it is sent: packed where that is taken, and not again to whoever has exactly these bytes (RFC 9110). */
export function replyWith(page: Page, { acceptEncoding, ifNoneMatch, side, now, isData }: Asking): Reply {
  const isPacked = takesGzip(acceptEncoding ?? '')
  const { bytes, etag } = isPacked ? page.gzip : page.plain
  const headers = {
    etag,
    // A page is asked for again each time, by its mark: a correction is not to wait in anybody's cache.
    'cache-control': isData ? `public, max-age=${maxAge(side, now)}` : 'public, no-cache',
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

/** Never until an embargo ends. */
function maxAge({ changesAt }: Pick<PublicSide, 'changesAt'>, now: Date): number {
  if (changesAt === null) return longest
  const seconds = Math.floor((new Date(changesAt).getTime() - now.getTime()) / 1_000)
  return Math.max(0, Math.min(longest, seconds - 1))
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
