import type { LoaderFunctionArgs } from '@remix-run/node'
import { signedIn } from '#app/http/context.server.ts'
import { asFile } from '#app/http/file-name.ts'
import { Problem } from '#server/errors.ts'
import { archived } from '#server/history/archive.gateway.ts'
import type { BundleScope } from '#server/history/bundle.ts'
import { takeHistory } from '#server/history/commands/take.ts'
import { bundledCount } from '#server/history/queries/bundle.ts'
import { differsFrom, madeFor, readMark } from '#server/identity/made-for.ts'
import type { Actor } from '#server/policy/can.ts'

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
  // Whoever may not have it learns no more than that.
  await bundledCount(ctx, query.scope)
  // The data for a page would be held as a whole: nothing is signed or recorded.
  if (!download.isPlain) return new Response(null)
  expectMeant(request, ctx.actor)
  const bundle = await takeHistory(ctx, signing, query, await verifier())
  const name = `${bundle.name}.tar.gz`
  const headers = { 'content-type': 'application/gzip', 'content-disposition': asFile(name, name) }
  return new Response(
    archived(bundle, () => download.drained()),
    { headers },
  )
}

/**
 * Another site may lead to pages by a link; where it led to a file, the history would say that somebody took it who never meant
 * to. Own pages say for whom they were made, which is no secret from colleagues but stands on no other site; by now somebody
 * else may be signed in.
 * @throws {Problem} `forbidden`, `somebody-else`, `other-team`
 */
function expectMeant({ url, headers }: Request, actor: Actor): void {
  const mark = new URL(url).searchParams.get(madeFor.parameter) ?? ''
  const site = headers.get('sec-fetch-site') ?? 'none'
  const isOwn = site === 'same-origin' || site === 'none'
  if (!isOwn || !readMark(mark).teamId) throw new Problem('forbidden', notFromHere)
  const differs = differsFrom(mark, actor)
  if (differs === 'person') throw new Problem('somebody-else', `${actor.name} is signed in now, so ${notDone}`)
  if (differs === 'team') throw new Problem('other-team', `You are in another team in this browser now, so ${notDone}`)
}

const notDone = 'nothing was exported. Load the page anew, and export it there.'

const notFromHere =
  'Whoever takes a history out is recorded, so no link from elsewhere does it, and nothing was exported. Export it on the page History.'

/** @throws {Problem} `invalid` for anything but a number of entries. */
function earlierIn(request: Request): number | null {
  const from = new URL(request.url).searchParams.get('from')
  if (from === null) return null
  if (/^[1-9]\d{0,14}$/u.test(from)) return Number(from)
  throw new Problem('invalid', 'Say of how many entries the checkpoint was that you kept, as in &from=300.')
}
