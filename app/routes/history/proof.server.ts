import type { AppLoadContext } from '@remix-run/node'
import { paths } from '#app/paths.ts'
import type { Context } from '#server/context.ts'
import type { BundleScope } from '#server/history/bundle.ts'
import { keyText } from '#server/history/note.ts'
import { bundledCount } from '#server/history/queries/bundle.ts'
import { markOf } from '#server/identity/made-for.ts'

/** What can be taken along of a history, from where, and the key that it must be signed by. */
export const proofOf = async (ctx: Context, { signing }: AppLoadContext, scope: BundleScope) => ({
  scope,
  address: paths.bundle(scope, markOf(ctx.actor)),
  entries: await bundledCount(ctx, scope),
  signingKey: keyText(signing.key),
})
