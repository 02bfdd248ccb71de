import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { change, record, recordOne, type Stands } from '../history/commands.ts'
import { parse } from '../inputs.ts'
import { claims } from '../claims/store.ts'
import { attachInput, editInput, sourceInput, withdrawInput } from './inputs.ts'
import { sources, sourcesOf } from './store.ts'

/** Attaches a source to a claim: one of the team's, or a new one, recorded together with it. */
export async function attachEvidence(ctx: Context, claimId: string, input: unknown): Promise<{ id: string }> {
  const { sourceId, ...bearing } = parse(attachInput, input)
  const id = ctx.newId()
  const attach = (source: string) =>
    change(claims, claimId, { kind: 'evidence.attach', evidence: { id, sourceId: source, ...bearing } })
  if (sourceId) {
    const known = await sourcesOf(ctx.db, ctx.actor.teamId)
    if (!known.some((source) => source.id === sourceId)) throw new Problem('not-found', 'This source does not exist.')
    await record(ctx, attach(sourceId))
    return { id }
  }
  const newId = ctx.newId()
  const add = change(sources, newId, { kind: 'source.add', source: parse(sourceInput, input) })
  await record(ctx, add, attach(newId))
  return { id }
}

/** Changes what a piece of evidence says about the claim. */
export async function editEvidence(ctx: Context, claimId: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(claims, claimId, { kind: 'evidence.edit', ...parse(editInput, input) }))
}

/** Ends a piece of evidence without deleting it. */
export async function withdrawEvidence(ctx: Context, claimId: string, input: unknown): Promise<void> {
  await record(ctx, change(claims, claimId, { kind: 'evidence.withdraw', ...parse(withdrawInput, input) }))
}
