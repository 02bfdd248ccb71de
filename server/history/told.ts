import type { Unsigned } from './signer.gateway.ts'

/** What was told of histories that are not signed. */
export interface Told {
  /** Whether this reason is not the one that was told last of this team; it is told with that. */
  isNews(found: Unsigned): boolean
  /** That the history is signed again: any reason is news then. */
  forget(teamId: string): void
}

/** Remembers one reason of each team; numbers make no other one of it, as entries go on while nothing is signed. */
export function nothingTold(): Told {
  const reasons = new Map<string, string>()
  return {
    isNews({ teamId, why }) {
      const reason = why.replaceAll(/\d+/gu, '#')
      if (reasons.get(teamId) === reason) return false
      reasons.set(teamId, reason)
      return true
    },
    forget: (teamId) => void reasons.delete(teamId),
  }
}
