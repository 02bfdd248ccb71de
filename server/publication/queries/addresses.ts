import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client.ts'
import type { Taken } from '../team-page.ts'
import { isEverSeen, isOut, ofClaims, published } from './seen.ts'

/** A claim of which something is published, and from when on readers are to see it: ISO 8601 in UTC, empty for at once. */
interface Wanted {
  readonly claimId: string
  readonly visibleFrom: string
}

/** What a claim's address is made from. */
export interface ClaimAddresses {
  /** The one that it has in what readers have seen of it, or will have when this is published; null for none. */
  readonly own: string | null
  /** Those of the other claims of its report. */
  readonly taken: Taken
}

/**
 * The addresses of a report's claims, for whoever publishes one of them behind the lock of the head. What readers never see
 * has none: another claim may have it, and the same claim gets another one.
 */
export async function claimAddresses(
  tx: Transaction,
  reportId: string,
  { claimId, visibleFrom }: Wanted,
  now: Date,
): Promise<ClaimAddresses> {
  const at = now.toISOString()
  const rows = await tx.execute<{ isOwn: boolean; stays: boolean; isSeen: boolean; slug: string }>(sql`
    select p.claim_id = ${claimId} as "isOwn", p.slug, coalesce(${isOut(sql`${at}`)}, false) as "isSeen",
      p.visible_from <= p.at or p.visible_from < greatest(${visibleFrom}, ${at}, head.at) as stays
    from publication p join team_head head on head.team_id = p.team_id
    left join signed_head signed on signed.team_id = p.team_id
    where p.report_id = ${reportId} and ${isEverSeen(ofClaims)}
    order by p.number`)
  const others = rows.filter(({ isOwn }) => !isOwn)
  return { own: rows.find(({ isOwn, stays }) => isOwn && stays)?.slug ?? null, taken: takenBy(others) }
}

/** The addresses of a team's reports. */
export async function reportAddresses(tx: Transaction, teamId: string, now: Date): Promise<Taken> {
  const rows = await tx.execute<{ slug: string; isSeen: boolean }>(sql`
    select a.slug, exists (
      select 1 from ${published(ofClaims)}
      where p.report_id = a.report_id and ${isOut(sql`${now.toISOString()}`)} and ${isEverSeen(ofClaims)}) as "isSeen"
    from report_address a where a.team_id = ${teamId}`)
  return takenBy(rows)
}

const takenBy = (rows: readonly { readonly slug: string; readonly isSeen: boolean }[]): Taken => ({
  seen: rows.flatMap(({ slug, isSeen }) => (isSeen ? [slug] : [])),
  unseen: rows.flatMap(({ slug, isSeen }) => (isSeen ? [] : [slug])),
})
