import { timelineFilters } from '#server/history/inputs.ts'
import { parse } from '#server/inputs.ts'

/**
 * What the address asks a timeline for: who, what kind, which claim, on which days, and from where on.
 * @throws {Problem} `invalid`, with a sentence for each filter that cannot be.
 */
export function filtersOf(request: Request) {
  const params = new URL(request.url).searchParams
  const { claim: claimId, ...others } = parse(timelineFilters, Object.fromEntries(params))
  const given = Object.entries({ ...others, claimId }).filter(([, value]) => value !== '')
  const before = numberIn(params, 'before')
  return { ...(Object.fromEntries(given) as Given), ...(before !== null && { before }) }
}

type Given = { readonly [Name in 'person' | 'kind' | 'from' | 'to' | 'words' | 'claimId']?: string }

/** The entry that the address names by its seq; null where it names none. */
export function seqIn(request: Request, name: 'at' | 'from'): number | null {
  return numberIn(new URL(request.url).searchParams, name)
}

function numberIn(params: URLSearchParams, name: string): number | null {
  const number = Number(params.get(name))
  return Number.isSafeInteger(number) && number > 0 ? number : null
}
