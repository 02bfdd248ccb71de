import { loads } from '#app/http/context.server.ts'
import { bundleFile } from './bundle.server.ts'

/** The history of a team as a file that anybody can check. */
export const loader = loads((args) => bundleFile(args, 'team'))
