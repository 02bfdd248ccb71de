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

/** The entry that the address names by its seq; null where it names none. */
export function seqIn(request: Request, name: 'at' | 'from'): number | null {
  const seq = Number(new URL(request.url).searchParams.get(name))
  return Number.isSafeInteger(seq) && seq > 0 ? seq : null
}
