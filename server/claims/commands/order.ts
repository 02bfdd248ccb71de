import type { Transaction } from '#db/client.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { changeGiven, record, type Change } from '../../history/commands.ts'
import type { Subject } from '../../history/entry.ts'
import { parse } from '../../inputs.ts'
import { moveInput } from '../inputs.ts'
import { roomBehind, type Room } from '../order.ts'
import { claims, claimsOf, placeOf } from '../store.ts'

/** A place in a report's order, to be recorded together with what makes room for it. */
interface Place {
  readonly position: (tx: Transaction) => Promise<number>
  /** The claims that move aside. */
  readonly aside: readonly Change[]
  /** Whoever takes a place holds this too: places are taken one after another. */
  readonly alongside: readonly Subject[]
}

/** Moves a claim behind another one of its report, or to the front. */
export async function moveClaim(ctx: Context, id: string, input: unknown): Promise<void> {
  const { after } = parse(moveInput, input)
  const { aside, position, alongside } = await placeBehind(ctx, { id, beside: id, after })
  const move = changeGiven(claims, id, 'claim.move', async (tx) => ({
    kind: 'claim.move',
    position: await position(tx),
  }))
  await record(ctx, { ...move, alongside }, ...aside)
}

/**
 * The place for a claim right behind another, or before all for an empty `after`, in the report of the claim `beside`.
 * @throws {Problem} `not-found` for claims that are not there; later `changed-since` when others move at the same time.
 */
export async function placeBehind(
  ctx: Context,
  { id, beside, after }: { readonly id: string; readonly beside: string; readonly after: string },
): Promise<Place> {
  const place = await placeOf(ctx.db, beside)
  if (place?.teamId !== ctx.actor.teamId) throw new Problem('not-found', 'This claim does not exist.')
  const { reportId } = place
  const roomIn = async (db: Context['db'] | Transaction): Promise<Room> => {
    const others = (await claimsOf(db, reportId)).filter((claim) => claim.id !== id)
    const index = after === '' ? -1 : others.findIndex((claim) => claim.id === after)
    if (after === '' || index >= 0) return roomBehind(others, index)
    throw new Problem('not-found', 'The claim to move behind is not in this report.')
  }
  const ids = [...(await roomIn(ctx.db)).aside.keys()]
  let found: Promise<Room> | undefined
  const behindLocks = async (tx: Transaction): Promise<Room> => {
    const room = await (found ??= roomIn(tx))
    if ([...room.aside.keys()].join() === ids.join()) return room
    throw new Problem('changed-since', 'Somebody moved claims here at the same time. Try it again.')
  }
  const makeRoom = (each: string) =>
    changeGiven(claims, each, 'claim.move', async (tx) => {
      const { position, aside } = await behindLocks(tx)
      return { kind: 'claim.move', position: aside.get(each) ?? position, aside: true } as const
    })
  return {
    position: async (tx) => (await behindLocks(tx)).position,
    aside: ids.map(makeRoom),
    alongside: [{ type: 'report', id: reportId }],
  }
}
