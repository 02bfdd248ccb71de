import type { Context } from '#server/context.ts'
import { asProblem } from '#server/errors.ts'
import { timeline } from '#server/history/queries.ts'
import type { ScopeQuery } from '#server/history/queries/scope.ts'
import { filtersOf } from './filters.ts'

/** Nothing is older than the first entry. */
const nothing = { before: 1 }

/** The timeline that an address asks for; where a filter cannot be, nothing of it, and what is wrong with which. */
export async function timelineFor(ctx: Context, request: Request, scope: ScopeQuery) {
  try {
    return { found: await timeline(ctx, { ...filtersOf(request), ...scope }), wrong: {}, status: 200 }
  } catch (error) {
    const problem = asProblem(error)
    if (problem?.id !== 'invalid') throw error
    return { found: await timeline(ctx, { ...nothing, ...scope }), wrong: problem.fields, status: problem.status }
  }
}
