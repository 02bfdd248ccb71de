import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node'
import { loader as atom } from '#app/routes/publication/atom.ts'
import { loader as dataFeed } from '#app/routes/publication/data-feed.ts'
import { loader as jsonFeed } from '#app/routes/publication/json-feed.ts'
import { loader as nothing } from '#app/routes/publication/nothing.ts'
import { loader as claimPage } from '#app/routes/publication/public-claim.tsx'
import { loader as reportPage } from '#app/routes/publication/public-report.tsx'
import { loader as teamPage } from '#app/routes/publication/public-team.tsx'

/** Where readers find the server. */
export const origin = 'https://check.example'

const loaders: readonly (readonly [RegExp, (args: LoaderFunctionArgs) => Promise<Response> | Response])[] = [
  [/^\/p\/(?<team>[^/]+)\/feed\.xml$/u, atom],
  [/^\/p\/(?<team>[^/]+)\/feed\.json$/u, jsonFeed],
  [/^\/p\/(?<team>[^/]+)\/claims\.json$/u, dataFeed],
  [/^\/p\/(?<team>[^/]+)$/u, teamPage],
  [/^\/p\/(?<team>[^/]+)\/(?<slug>[^/]+)$/u, reportPage],
  [/^\/p\/(?<team>[^/]+)\/(?<slug>[^/]+)\/(?<claim>[^/]+)$/u, claimPage],
]

/** What is answered at a public address, as the routes match it. */
export async function publicAnswer(
  context: AppLoadContext,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = new Request(`${origin}${path}`, { headers })
  const [pattern, loader] = loaders.find(([each]) => each.test(path)) ?? []
  const params = pattern?.exec(path)?.groups ?? {}
  return loader ? loader({ request, params, context }) : nothing()
}

/** Every public address of a team with one report, of these claims. */
export function publicAddresses(team: string, claims: readonly string[]): string[] {
  const pages = claims.flatMap((claim) => [`/budget/${claim}`, `/budget/${claim}.json`])
  return ['', '/feed.xml', '/feed.json', '/claims.json', '/budget', ...pages].map((rest) => `/p/${team}${rest}`)
}
