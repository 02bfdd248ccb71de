import type { LoaderFunctionArgs } from '@remix-run/node'
import { answer, signedIn } from '#app/http/context.server.ts'
import { seen } from '#server/inputs.ts'
import { workspaceNews } from '#server/reports/queries/workspace.ts'

/** `news` is null for a page that is to load everything. One that does not say what it knows, knows nothing. */
export const loader = ({ request, params, context }: LoaderFunctionArgs) =>
  answer(async () => {
    const ctx = await signedIn(request, context)
    const since = seen.catch(0).parse(new URL(request.url).searchParams.get('since'))
    return { news: await workspaceNews(ctx, params['id'] ?? '', since) }
  })
