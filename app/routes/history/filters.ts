/** What the address asks a timeline for: person, kind, claim, and from where on. */
export function filtersOf(request: Request) {
  const params = new URL(request.url).searchParams
  const text = (name: string) => params.get(name) || undefined
  const before = Number(params.get('before'))
  const person = text('person')
  const kind = text('kind')
  const claimId = text('claim')
  return {
    ...(person ? { person } : {}),
    ...(kind ? { kind } : {}),
    ...(claimId ? { claimId } : {}),
    ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
  }
}

/** The entry after which the address asks for the texts; null when it asks for none. */
export function momentOf(request: Request): number | null {
  const at = Number(new URL(request.url).searchParams.get('at'))
  return Number.isSafeInteger(at) && at > 0 ? at : null
}
