import type { Transaction } from '#db/client.ts'
import { overLimit } from '../../claims/limits.ts'
import { claims, textsOf } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, recordOne, type Change, type Stands } from '../../history/commands.ts'
import { lockHead } from '../../history/store.ts'
import { thoseWhoMay } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { approveInput, reopenInput, returnInput } from '../inputs.ts'
import { authorsOf, contentOf, demandsOn, type Content } from '../queries/content.ts'
import { findings } from '../rules.ts'

/** Says that a claim is checked and waits for an editor. */
export async function submitClaim(ctx: Context, id: string, _input: unknown): Promise<Stands> {
  return recordOne(
    ctx,
    behind(change(claims, id, { kind: 'claim.submit' }), async (tx) => {
      const texts = await textsOf(tx, id)
      const refused = texts && overLimit({ statement: texts.statement, analysis: texts.analysis })
      if (refused) throw new Problem('invalid', refused)
    }),
  )
}

/** Sends a claim back to its checkers, with what is to be done. */
export async function returnClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(claims, id, { kind: 'claim.return', ...parse(returnInput, input) }))
}

/** Takes a claim up again that was submitted, approved or published; what was published stays as it is. */
export async function reopenClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  return recordOne(ctx, change(claims, id, { kind: 'claim.reopen', ...parse(reopenInput, input) }))
}

/** A change that holds only if something else does in its transaction, which the other function throws if not. */
function behind(one: Change, expect: (tx: Transaction) => Promise<void>): Change {
  return {
    ...one,
    async prepare(tx, teamId) {
      const prepared = await one.prepare(tx, teamId)
      await expect(tx)
      return prepared
    },
  }
}

/**
 * Approves exactly the content whose hash the editor's page computed from what it displays.
 * @throws {Problem} `changed-since` when something else stands now, `forbidden` for an author, `invalid` while a rule
 * of the team does not hold.
 */
export async function approveClaim(ctx: Context, id: string, input: unknown): Promise<Stands> {
  const { hash, override } = parse(approveInput, input)
  return recordOne(ctx, {
    subject: { type: 'claim', id },
    permission: 'claim.approve',
    async prepare(tx, teamId) {
      const content = await contentOf(tx, teamId, id)
      if (!content) throw new Problem('not-found', 'This claim does not exist.')
      const authors = await authorsOf(tx, content)
      // Behind the lock of the head no discussion, relation or rule can change before this approval stands.
      await lockHead(tx, teamId, ctx.now())
      const demands = await demandsOn(tx, teamId, content)
      const given = { hash, form: content.text, authors, override }
      const needed = demands.rules.quorum.minimum
      const editors = await thoseWhoMay(tx, teamId, 'claim.approve')
      const command = { kind: 'claim.approve', ...given, needed, editors, by: ctx.actor.personId } as const
      const prepared = await change(claims, id, command).prepare(tx, teamId)
      expectRules(content, demands, { override, approvals: null })
      return prepared
    },
  })
}

/**
 * Holds a claim against the rules of its team, for its publication with so many approvals, or for an approval.
 * @throws {Problem} `invalid`, naming what does not hold.
 */
export function expectRules(
  { form }: Content,
  { rules, besides }: Awaited<ReturnType<typeof demandsOn>>,
  { override, approvals }: { readonly override: string; readonly approvals: number | null },
): void {
  const isForPublication = approvals !== null
  const found = findings({ form, ...besides, override, approvals: approvals ?? 0 }, rules, isForPublication)
  const missing = found.flatMap((finding) => finding.missing ?? [])
  if (missing.length > 0) throw new Problem('invalid', missing.join(' '))
}
