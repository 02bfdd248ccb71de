import { and, eq, sql } from 'drizzle-orm'
import { entry, erasure } from '#db/schema/history.ts'
import type { Context } from '../../context.ts'
import { namesIn } from '../../identity/queries.ts'
import type { Subject } from '../entry.ts'
import { erasureKind } from '../erasure.ts'
import { sealedAt } from '../store/segments.ts'
import { scopeOf, type ScopeQuery } from './scope.ts'

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
 * @throws {Problem} `not-found` when the viewer's team has no such report or claim.
 */
export async function erasedHere(ctx: Context, query: ScopeQuery): Promise<ErasedHere[]> {
  const { db, actor } = ctx
  const isOfTeam = and(eq(erasure.teamId, actor.teamId), eq(erasure.state, 'confirmed'))
  const all = await db.select().from(erasure).where(isOfTeam).orderBy(erasure.seq)
  if (all.length === 0) return []
  const counts = await countsIn(ctx, (await scopeOf(ctx, query)).subjects ?? [])
  const names = await namesIn(db, actor.teamId)
  const nameOf = (personId: string | null) => names.get(personId ?? '') ?? ''
  return all.flatMap(({ seq, decidedAt, proposedBy, decidedBy }) => {
    const entries = counts.get(seq) ?? 0
    const by = { proposedBy: nameOf(proposedBy), confirmedBy: nameOf(decidedBy) }
    return entries === 0 ? [] : [{ entries, seq, at: decidedAt ?? '', ...by }]
  })
}

/** In how many entries of these subjects each erasure of the team put blocks, by the seq of the erasure. */
async function countsIn({ db, actor }: Context, subjects: readonly Subject[]): Promise<Map<number, number>> {
  const rows = await db.execute<{ by: number; seq: number; type: string | null; id: string | null }>(sql`
    with erasing as materialized (
      select seq, convert_from(payload, 'UTF8')::jsonb -> 'erased' as erased from ${entry}
      where subject_type = 'team' and subject_id = ${actor.teamId} and team_id = ${actor.teamId} and kind = ${erasureKind}
    )
    select erasing.seq::float8 as by, (each ->> 'seq')::float8 as seq, written.subject_type as type, written.subject_id as id
    from erasing cross join lateral jsonb_array_elements(erased) each
    left join ${entry} written on written.team_id = ${actor.teamId} and written.seq = (each ->> 'seq')::bigint`)
  const missing = rows.filter(({ type }) => type === null).map(({ seq }) => seq)
  const sealed = await sealedAt(db, actor.teamId, missing)
  const wanted = new Set(subjects.map(({ type, id }) => `${type} ${id}`))
  const counts = new Map<number, number>()
  for (const { by, seq, type, id } of rows) {
    const about = type === null ? sealed.get(seq)?.subject : { type, id }
    if (wanted.has(`${about?.type} ${about?.id}`)) counts.set(by, (counts.get(by) ?? 0) + 1)
  }
  return counts
}
