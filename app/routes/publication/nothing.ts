import { nothing } from '#app/http/published.server.ts'

/** Any other address among the public ones. */
export const loader = nothing
