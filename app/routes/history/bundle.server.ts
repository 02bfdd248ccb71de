import type { LoaderFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/http/context.server.ts'
import { asFile } from '#app/http/file-name.ts'
import { Problem } from '#server/errors.ts'
import { archived } from '#server/history/archive.gateway.ts'
import type { BundleScope } from '#server/history/bundle.ts'
import { takeHistory } from '#server/history/commands/take.ts'
import { bundledCount } from '#server/history/queries/bundle.ts'

/** A history as a file, signed up to now, made while it is downloaded; that somebody takes it is recorded before. */
export async function bundleFile(
  { request, context }: LoaderFunctionArgs,
  type: BundleScope['type'],
  id?: string,
): Promise<Response> {
  const ctx = await signedIn(request, context)
  const { verifier, download, signing } = context
  const { teamId } = ctx.actor
  const query = { scope: { type, id: id ?? teamId }, earlier: earlierIn(request) }
  // The data for a page would be held as a whole: it is told whether there is such a history, and nothing is signed or recorded.
  if (!download.isPlain) {
    await bundledCount(ctx, query.scope)
    return new Response(null)
  }
  expectFromHere(request)
  const bundle = await takeHistory(ctx, signing, query, await verifier())
  const name = `${bundle.name}.tar.gz`
  const headers = { 'content-type': 'application/gzip', 'content-disposition': asFile(name, name) }
  return new Response(
    archived(bundle, () => download.drained()),
    { headers },
  )
}

/**
 * Another site may lead to pages by a link; where it led to a file, the history would say that somebody took it who never meant to.
 * @throws {Problem} `forbidden`
 */
function expectFromHere({ headers }: Request): void {
  const site = headers.get('sec-fetch-site') ?? 'none'
  if (site === 'same-origin' || site === 'none') return
  throw new Problem('forbidden', 'Another site led here, and nothing was exported. Export it on the page History.')
}

/** @throws {Problem} `invalid` for anything but a number of entries. */
function earlierIn(request: Request): number | null {
  const from = new URL(request.url).searchParams.get('from')
  if (from === null) return null
  if (/^[1-9]\d{0,14}$/u.test(from)) return Number(from)
  throw new Problem('invalid', 'Say of how many entries the checkpoint was that you kept, as in ?from=300.')
}
