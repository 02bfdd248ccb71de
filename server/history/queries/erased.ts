import { and, eq, sql } from 'drizzle-orm'
import { entry, erasure } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { namesIn } from '../../identity/queries.ts'
import { erasureKind } from '../erasure.ts'
import { maybeSealed, sealedAt } from '../store/segments.ts'
import { scopeOf, type Scope, type ScopeQuery } from './scope.ts'

/** Words were erased in a history: in how many of its entries, by which entry of the team, when, and by whom; people by name. */
export interface ErasedHere {
  readonly entries: number
  readonly seq: number
  readonly at: string
  readonly proposedBy: string
  readonly confirmedBy: string
}

/**
 * What was erased of a report or a claim, and all that belongs to it, in order. To be asked by whoever may read its history.
 * Where nothing was ever erased it is not looked whether there is such a thing.
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function erasedHere(ctx: Context, query: ScopeQuery): Promise<ErasedHere[]> {
  const { db, actor } = ctx
  const isOfTeam = and(eq(erasure.teamId, actor.teamId), eq(erasure.state, 'confirmed'))
  const all = await db.select().from(erasure).where(isOfTeam).orderBy(erasure.seq)
  if (all.length === 0) return []
  const counts = await countsIn(ctx, await scopeOf(ctx, query))
  const names = await namesIn(db, actor.teamId)
  const nameOf = (personId: string | null) => names.get(personId ?? '') ?? ''
  return all.flatMap(({ seq, decidedAt, proposedBy, decidedBy }) => {
    const entries = counts.get(seq) ?? 0
    const by = { proposedBy: nameOf(proposedBy), confirmedBy: nameOf(decidedBy) }
    return entries === 0 ? [] : [{ entries, seq, at: decidedAt ?? '', ...by }]
  })
}

/** In how many entries of a history each erasure of the team put blocks, by the seq of the erasure. */
async function countsIn({ db, actor }: Context, { claims, within }: Scope): Promise<Map<number, number>> {
  const ids = claims.map(({ id }) => id)
  const seq = sql`(each ->> 'seq')::bigint`
  const isMaybeSealed = sql`${entry.seq} is null and ${maybeSealed(actor.teamId, ids, seq)}`
  const rows = await db.execute<{ by: number; entries: number; sealed: number[] }>(sql`
    with erasing as materialized (
      select seq, convert_from(payload, 'UTF8')::jsonb -> 'erased' as erased from ${entry}
      where subject_type = 'team' and subject_id = ${actor.teamId} and team_id = ${actor.teamId} and kind = ${erasureKind}
    )
    select erasing.seq::float8 as by, count(${entry.seq})::int as entries,
      coalesce(json_agg(${seq}) filter (where ${entry.seq} is null), '[]') as sealed
    from erasing cross join lateral jsonb_array_elements(erased) each
    left join ${entry} on ${entry.teamId} = ${actor.teamId} and ${entry.seq} = ${seq}
    where (${within}) or (${isMaybeSealed})
    group by erasing.seq`)
  const sealed = await sealedAt(db, actor.teamId, [...new Set(rows.flatMap((row) => row.sealed))])
  const isOfThese = (at: number) => ids.includes(sealed.get(at)?.subject.id ?? '')
  return new Map(rows.map(({ by, entries, sealed: maybe }) => [by, entries + maybe.filter(isOfThese).length]))
}
