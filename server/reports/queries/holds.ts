import { and, eq } from 'drizzle-orm'
import { legalHold } from '#db/schema/reports.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { namesIn } from '../../identity/queries.ts'
import { can } from '../../policy/can.ts'
import type { HoldCommand } from '../hold.ts'

/** The legal holds of a report, as their page shows them; people by name, dates as ISO strings. */
export interface HoldsView {
  readonly holds: readonly HoldView[]
  /** Why the asking person may not place or lift one; null when they may. */
  readonly whyNot: Readonly<Record<HoldCommand['kind'], string | null>>
}

export interface HoldView {
  readonly number: number
  readonly reason: string
  readonly by: string
  readonly at: string
  readonly lifted: { readonly by: string; readonly at: string; readonly reason: string } | null
}

/** The legal holds of a report of the viewer's team, those that hold first. */
export async function holdsOf({ db, actor }: Context, reportId: string): Promise<HoldsView> {
  if (!can(actor, 'history.read')) throw new Problem('forbidden', 'Your role does not allow reading the history.')
  const rows = await db
    .select()
    .from(legalHold)
    .where(and(eq(legalHold.teamId, actor.teamId), eq(legalHold.reportId, reportId)))
    .orderBy(legalHold.number)
  const names = await namesIn(db, actor.teamId)
  const nameOf = (personId: string) => names.get(personId) ?? ''
  const holds = rows.map(({ number, reason, placedBy, placedAt, liftedBy, liftedAt, liftReason }) => {
    const lifted = liftedBy && liftedAt ? { by: nameOf(liftedBy), at: liftedAt, reason: liftReason } : null
    return { number, reason, by: nameOf(placedBy), at: placedAt, lifted }
  })
  const whyNot = (kind: HoldCommand['kind']) =>
    can(actor, kind) ? null : 'Only an editor or an admin places and lifts legal holds.'
  return {
    holds: holds.toSorted((a, b) => Number(a.lifted !== null) - Number(b.lifted !== null)),
    whyNot: { 'hold.place': whyNot('hold.place'), 'hold.lift': whyNot('hold.lift') },
  }
}
