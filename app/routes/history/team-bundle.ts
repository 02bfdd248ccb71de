import { loads } from '#app/http/context.server.ts'
import { bundleFile } from './bundle.server.ts'

/** The history of a team as a file that anybody can check: with `?team=` of that one only, whichever is chosen by now. */
export const loader = loads((args) =>
  bundleFile(args, 'team', new URL(args.request.url).searchParams.get('team') ?? undefined),
)
