import type { AppLoadContext } from '@remix-run/node'
import type { Context } from '#server/context.ts'
import { asProblem } from '#server/errors.ts'
import { timeline } from '#server/history/queries.ts'
import { activityOf } from '#server/history/queries/plot.ts'
import type { ScopeQuery } from '#server/history/queries/scope.ts'
import { filtersOf } from './filters.ts'

/** Nothing is older than the first entry. */
const nothing = { before: 1 }

/** The timeline that an address asks for; where a filter cannot be, nothing of it, and what is wrong with which. */
export async function timelineFor(
  ctx: Context,
  { request, context: { keptPasts } }: { readonly request: Request; readonly context: AppLoadContext },
  scope: ScopeQuery,
) {
  try {
    const query = { ...filtersOf(request), ...scope }
    // What is counted is entries, not words.
    const plotted = query.words === undefined ? activityOf(ctx, query) : null
    const [found, plot] = await Promise.all([timeline(ctx, query, keptPasts), plotted])
    return { found, plot, wrong: {}, status: 200 }
  } catch (error) {
    const problem = asProblem(error)
    if (problem?.id !== 'invalid') throw error
    const found = await timeline(ctx, { ...nothing, ...scope }, keptPasts)
    return { found, plot: null, wrong: problem.fields, status: problem.status }
  }
}
