import type { AppLoadContext } from '@remix-run/node'
import type { Context } from '#server/context.ts'
import type { BundleScope } from '#server/history/bundle.ts'
import { keyText } from '#server/history/note.ts'
import { bundledCount } from '#server/history/queries/bundle.ts'

/** How many entries can be taken along of a history, and the key that they must be signed by. */
export const proofOf = async (ctx: Context, { signing }: AppLoadContext, scope: BundleScope) => ({
  scope,
  entries: await bundledCount(ctx, scope),
  signingKey: keyText(signing.key),
})
