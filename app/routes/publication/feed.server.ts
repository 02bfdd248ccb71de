import type { Asked } from '#app/http/published.server.ts'
import type { TeamFeed } from '#server/publication/feeds.ts'
import { publicClaims } from '#server/publication/queries/public.ts'

const usual = 50

/** What a team's feeds are made from: the claims that changed last. */
export async function feedOf({ db, side, now, addresses }: Asked, most = usual): Promise<TeamFeed> {
  const claims = await publicClaims(db, side, now, { lastChanged: most })
  return { team: side.team, claims, addresses, now: now.toISOString() }
}
