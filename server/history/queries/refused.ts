import { and, eq } from 'drizzle-orm'
import { historyFork } from '#db/schema/history.ts'
import { member } from '#db/schema/identity.ts'
import type { Context } from '../../context.ts'
import { refusedConfirming } from '../../identity/proposed-fork.ts'
import { can } from '../../policy/can.ts'
import type { Standing } from './standing.ts'

/** Why a history is not signed on, and what somebody can do about it. */
export interface RefusedView {
  /** One sentence. */
  readonly why: string
  /** How many entries were signed last, as far as is known; null when that cannot be left. */
  readonly signedLast: number | null
  /** How many entries there are now. */
  readonly size: number
  /** Whether two people have left it already: it is signed on within a minute. */
  readonly isConfirmed: boolean
  readonly proposal: ProposalView | null
  /** Why the asking person does not propose this; null when they may. */
  readonly whyNotPropose: string | null
}

export interface ProposalView {
  readonly number: number
  readonly by: string
  readonly at: string
  readonly reason: string
  readonly signedLast: number
  readonly size: number
  /** Why the asking person does not confirm or withdraw it; null when they may. */
  readonly whyNotConfirm: string | null
  readonly whyNotWithdraw: string | null
}

/** What there is to say of a history that is refused, to this person. */
export async function refusalOf({ db, actor }: Context, standing: Standing): Promise<RefusedView> {
  const { last, now, fork, whyNot } = standing
  const [open] = await db
    .select({ fork: historyFork, by: member.name })
    .from(historyFork)
    .leftJoin(member, and(eq(member.teamId, historyFork.teamId), eq(member.personId, historyFork.proposedBy)))
    .where(and(eq(historyFork.teamId, actor.teamId), eq(historyFork.state, 'proposed')))
  const proposal = open && proposalOf(open.fork, open.by ?? '', actor, last?.note ?? null)
  return {
    why: whyNot ?? '',
    signedLast: last?.size ?? null,
    size: now.size,
    isConfirmed: fork !== null,
    proposal: proposal ?? null,
    whyNotPropose: can(actor, 'fork.propose')
      ? null
      : 'Only an admin proposes this; an admin or an auditor confirms it.',
  }
}

function proposalOf(
  fork: typeof historyFork.$inferSelect,
  by: string,
  actor: Context['actor'],
  last: string | null,
): ProposalView {
  const { number, proposedAt: at, reason, signed: signedLast, size } = fork
  const refusal = refusedConfirming(fork, { by: actor.personId, last })
  return {
    number,
    by,
    at,
    reason,
    signedLast,
    size,
    whyNotConfirm: can(actor, 'fork.confirm')
      ? (refusal?.refused ?? null)
      : 'Only an admin or an auditor confirms this, and not whoever proposed it.',
    whyNotWithdraw: can(actor, 'fork.withdraw') ? null : 'Only an admin withdraws this.',
  }
}
