import { getDomain } from 'tldts'

/** What tells whose a source is; each may be empty. */
interface Origin {
  readonly url: string
  readonly publisher: string
}

/**
 * How many sources are independent of each other. Two of one publisher (whatever its case and spaces) or of one
 * registrable domain are one, and so are all that hang together in this way. Those that name neither are one together:
 * nobody can tell them apart.
 */
export function independentSources(sources: readonly Origin[]): number {
  const groups: Set<string>[] = []
  for (const source of sources) {
    const own = new Set(namesOf(source))
    for (const group of groups.filter((each) => [...each].some((name) => own.has(name)))) {
      for (const name of group) own.add(name)
      groups.splice(groups.indexOf(group), 1)
    }
    groups.push(own)
  }
  return groups.length
}

function namesOf({ url, publisher }: Origin): readonly string[] {
  const name = publisher.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase()
  const domain = domainOf(url)
  const known = [...(name ? [`publisher ${name}`] : []), ...(domain ? [`domain ${domain}`] : [])]
  return known.length > 0 ? known : ['unknown']
}

/** The registrable domain; below a host of many people's pages, the one that a person has there. Empty for none. */
function domainOf(url: string): string {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return getDomain(host, { allowPrivateDomains: true }) ?? host
}
