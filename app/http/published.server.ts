import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { asProblem } from '#server/errors.ts'
import type { Page } from '#server/publication/kept-pages.ts'
import type { FeedAddresses } from '#server/publication/feeds.ts'
import { replyWith } from '#server/publication/reply.ts'
import { publicSide, type PublicSide } from '#server/publication/queries/public.ts'
import { isPublicData } from '#server/public-path.ts'
import { paths } from '#app/paths.ts'
import { missingPage, awayPage } from '#app/components/publication/plain-page.tsx'

/** What a public page is made from. */
export interface Asked {
  readonly db: AppLoadContext['system']['db']
  readonly side: PublicSide
  readonly now: Date
  readonly params: LoaderFunctionArgs['params']
  /** The whole addresses of the team's pages. */
  readonly addresses: FeedAddresses & { report(slug: string): string }
}

/** A page of elements, or a text of another type. */
export type Made =
  | { readonly page: ReactElement; readonly status?: number }
  | { readonly text: string; readonly type: string }

/**
 * A loader of what everybody may read of a team: made once and kept until the team's public side changes, the same for
 * everybody, with a mark by which it is not sent again. Null is answered as an address where nothing is.
 */
export function published(make: (asked: Asked) => Promise<Made | null>) {
  return async ({ request, params, context }: LoaderFunctionArgs): Promise<Response> => {
    const { db } = context.system
    const now = context.system.now()
    try {
      const side = await publicSide(db, params['team'] ?? '', now)
      if (!side) return nothing()
      const { pathname } = new URL(request.url)
      const page = await context.keptPages.get(pathname.replace(/\/$/u, ''), side.version, async () => {
        const made = await make({ db, side, now, params, addresses: addressesOf(context.accounts.origin, side) })
        return made && pageOf(made)
      })
      return page ? answer(request, page, side) : nothing()
    } catch (error) {
      const problem = asProblem(error)
      if (!problem) throw error
      return plain(awayPage, problem.status)
    }
  }
}

/** The answer where nothing is, or nothing yet: which of them it is, nobody learns. */
export const nothing = (): Response => plain(missingPage, 404)

/** A page in the look of the public ones that is for nobody to keep. */
export const readersPage = (page: ReactElement): Response => plain(page, 200)

function plain(page: ReactElement, status: number): Response {
  const headers = { 'content-type': html, 'cache-control': 'no-store' }
  return new Response(markup(page), { status, headers })
}

const html = 'text/html; charset=utf-8'
const markup = (page: ReactElement): string => `<!doctype html>${renderToStaticMarkup(page)}`

function addressesOf(origin: string, { team: { slug } }: PublicSide): Asked['addresses'] {
  const whole = (path: string) => new URL(path, origin).href
  return {
    team: whole(paths.publicTeam(slug)),
    atom: whole(paths.publicAtom(slug)),
    json: whole(paths.publicJsonFeed(slug)),
    data: whole(paths.publicData(slug)),
    report: (report) => whole(paths.publicReport(slug, report)),
    claim: ({ address: { team, report, claim } }) => whole(paths.publicClaim(team, report, claim)),
  }
}

const compress = promisify(gzip)

async function pageOf(made: Made): Promise<Page> {
  const isPage = 'page' in made
  const bytes = new TextEncoder().encode(isPage ? markup(made.page) : made.text)
  const packed = new Uint8Array(await compress(bytes, { level: 9 }))
  return {
    status: (isPage && made.status) || 200,
    type: isPage ? html : `${made.type}; charset=utf-8`,
    plain: { bytes, etag: etagOf(bytes) },
    gzip: { bytes: packed, etag: etagOf(packed) },
  }
}

const etagOf = (bytes: Uint8Array): string => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`

function answer({ headers: asked, url }: Request, page: Page, side: PublicSide): Response {
  const { status, headers, body } = replyWith(page, {
    acceptEncoding: asked.get('accept-encoding'),
    ifNoneMatch: asked.get('if-none-match'),
    isData: isPublicData(new URL(url).pathname),
    side,
  })
  return new Response(body, { status, headers })
}
