import type { Request, RequestHandler } from 'express'
import type { System } from './context.ts'
import { isPublicData, isPublicPath } from './public-path.ts'
import type { KeptPages } from './publication/kept-pages.ts'
import { publicSide } from './publication/queries/public.ts'
import { replyWith, type Reply } from './publication/reply.ts'

/** Answers what is kept of the public pages at once; everything else goes on to the pages, which make it. */
export function keptReplies({ db, now }: Pick<System, 'db' | 'now'>, keptPages: KeptPages): RequestHandler {
  const replyTo = async ({ path, headers }: Request): Promise<Reply | null> => {
    if (!keptPages.has(path)) return null
    const side = await publicSide(db, path.split('/')[2] ?? '', now())
    const page = side && (await keptPages.find(path, side.version))
    if (!page) return null
    const { 'accept-encoding': acceptEncoding, 'if-none-match': ifNoneMatch } = headers
    return replyWith(page, { acceptEncoding, ifNoneMatch, side, isData: isPublicData(path) })
  }
  return (request, response, next) => {
    if (!isPublicPath(request.path) || !['GET', 'HEAD'].includes(request.method)) return next()
    replyTo(request).then(
      (reply) => {
        if (!reply) return next()
        response.status(reply.status).set(reply.headers)
        response.end(reply.body)
      },
      // What stands in the way is told by the page.
      () => next(),
    )
  }
}
