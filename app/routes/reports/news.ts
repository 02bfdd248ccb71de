import type { LoaderFunctionArgs } from '@remix-run/node'
import { answer, signedIn } from '#app/http/context.server.ts'
import { seen } from '#server/inputs.ts'
import { workspaceNews } from '#server/reports/queries/workspace.ts'

/** `news` is null for a page that is to load everything. One that does not say what it knows, knows nothing. */
export const loader = ({ request, params, context }: LoaderFunctionArgs) =>
  answer(async () => {
    const ctx = await signedIn(request, context)
    const asked = new URL(request.url).searchParams
    const known = { seq: seen.catch(0).parse(asked.get('since')), mark: asked.get('mark') ?? '' }
    return { news: await workspaceNews(ctx, params['id'] ?? '', known) }
  })
