/** How a team stands before its readers. */
export interface TeamPage {
  readonly seq: number
  /** The team's part of every public address; it never changes. */
  readonly slug: string
  readonly publisher: string
  readonly homepage: string
  readonly approvers: ApproverShown
  /** Restricted Markdown. */
  readonly howWeCheck: string
  readonly correctionsUrl: string
  readonly contact: string
}

/** Where readers report an error: a web address as it is, or an e-mail address without its scheme; null for neither. */
export function readContact(contact: string): { readonly web: string } | { readonly mail: string } | null {
  if (/^https?:\/\//iu.test(contact)) return URL.canParse(contact) ? { web: contact } : null
  const mail = contact.replace(/^mailto:/iu, '')
  return /^[^\s@?&]+@[^\s@?&]+$/u.test(mail) ? { mail } : null
}

/** Why nothing can be published. */
export const noTeamPage = 'The team has no public page yet. An admin makes one in the team’s settings.'

export const approversShown = ['name', 'role'] as const
export type ApproverShown = (typeof approversShown)[number]

const longestSlug = 60

/** Words as a part of an address: small letters and digits of the Latin alphabet with single hyphens; may be empty. */
export function slugOf(words: string): string {
  const plain = words.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const dashed = plain.replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-|-$/gu, '')
  if (dashed.length <= longestSlug) return dashed
  // Cut between words, where there are any.
  const end = dashed.lastIndexOf('-', longestSlug)
  return dashed.slice(0, end > 0 ? end : longestSlug)
}

/** Parts of addresses that somebody has: with something that readers see or have seen, or with nothing. */
export interface Taken {
  readonly seen: readonly string[]
  readonly unseen: readonly string[]
}

/**
 * A part of an address that none of these has: the words themselves, or with a number behind. A number would tell that
 * there is something which readers do not see: `letters` stand behind the words then.
 */
export function freeSlug(words: string, { seen, unseen }: Taken, otherwise: string, letters: string): string {
  const wanted = slugOf(words) || otherwise
  for (let number = 1; ; number += 1) {
    const next = number === 1 ? wanted : `${wanted}-${number}`
    if (!seen.includes(next)) return unseen.includes(next) ? `${wanted}-${letters}` : next
  }
}
