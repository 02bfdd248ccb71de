import type { Transaction } from '#db/client.ts'
import { partsOf, placeOf } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, record, type Change } from '../../history/commands.ts'
import { lockHead } from '../../history/store.ts'
import { membersOf } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { anchorTo } from '../../realtime/queries.ts'
import { mentionsIn } from '../mentions.ts'
import { threads } from '../store/threads.ts'
import type { About, ThreadCommand } from '../thread.ts'
import { editInput, replyInput, startInput, withdrawCommentInput } from '../thread-inputs.ts'

/** Starts a thread about a claim, a piece of its evidence or words of one of its texts, with its first comment. */
export async function startThread(ctx: Context, claimId: string, input: unknown): Promise<{ id: string }> {
  const { words, mentions, ...target } = parse(startInput, input)
  const place = await placeOf(ctx.db, claimId)
  if (place?.teamId !== ctx.actor.teamId) throw new Problem('not-found', 'This claim does not exist.')
  if (place.withdrawn) throw new Problem('invalid', 'This claim was withdrawn. Restore it before you comment on it.')
  const id = ctx.newId()
  const about = await aboutOf(ctx, claimId, target)
  await record(ctx, said(ctx, id, { kind: 'thread.start', claimId, about, commentId: ctx.newId(), words, mentions }))
  return { id }
}

async function aboutOf(
  ctx: Context,
  claimId: string,
  target: { on: 'claim' } | { on: 'evidence'; evidenceId: string } | ({ on: 'words' } & Parameters<typeof anchorTo>[2]),
): Promise<About> {
  if (target.on === 'claim') return { on: 'claim' }
  if (target.on === 'words') {
    const { textName, quote, start, end } = target
    return { on: 'words', ...(await anchorTo(ctx, claimId, { textName, quote, start, end })) }
  }
  const { evidence } = await partsOf(ctx.db, [claimId])
  if (evidence.some(({ id }) => id === target.evidenceId)) return { on: 'evidence', evidenceId: target.evidenceId }
  throw new Problem('not-found', 'This evidence was withdrawn.')
}

/** Answers in a thread. */
export async function reply(ctx: Context, threadId: string, input: unknown): Promise<{ id: string }> {
  const id = ctx.newId()
  await record(ctx, said(ctx, threadId, { kind: 'comment.add', commentId: id, ...parse(replyInput, input) }))
  return { id }
}

/** Puts one's own comment in other words; the ones before stay readable. */
export async function editComment(ctx: Context, threadId: string, input: unknown): Promise<void> {
  const by = ctx.actor.personId
  await record(ctx, said(ctx, threadId, { kind: 'comment.edit', by, ...parse(editInput, input) }))
}

/** Takes one's own comment back; it stays in the history. */
export async function withdrawComment(ctx: Context, threadId: string, input: unknown): Promise<void> {
  const by = ctx.actor.personId
  await record(ctx, change(threads, threadId, { kind: 'comment.withdraw', by, ...parse(withdrawCommentInput, input) }))
}

/** Says that what a thread is about is settled. */
export async function resolveThread(ctx: Context, threadId: string, _input: unknown): Promise<void> {
  await record(ctx, change(threads, threadId, { kind: 'thread.resolve' }))
}

/** Takes a resolved thread up again. */
export async function reopenThread(ctx: Context, threadId: string, _input: unknown): Promise<void> {
  await record(ctx, change(threads, threadId, { kind: 'thread.reopen' }))
}

type Saying = Extract<ThreadCommand, { words: string }>

/** A change that says something: whom it names is found among those who are members when it stands. */
function said(ctx: Context, threadId: string, command: Saying): Change {
  return {
    ...change(threads, threadId, command),
    async prepare(tx, teamId) {
      // Behind the lock of the head nobody joins or leaves before this entry stands.
      await lockHead(tx, teamId, ctx.now())
      const mentions = await presentAmong(tx, teamId, command)
      return change(threads, threadId, { ...command, mentions }).prepare(tx, teamId)
    },
  }
}

async function presentAmong(tx: Transaction, teamId: string, { words, mentions }: Saying): Promise<string[]> {
  const members = await membersOf(tx, teamId)
  const present = members.filter(({ roles }) => roles.length > 0)
  const gone = members.filter(({ roles }) => roles.length === 0)
  const [lost] = gone.filter(({ personId, name }) => mentions.includes(personId) && words.includes(`@${name}`))
  if (!lost) return mentionsIn(words, present, mentions)
  const { name } = lost
  throw new Problem(
    'invalid',
    `${name} is no longer in the team and would not hear of this. Write the name without @.`,
    {
      words: `${name} is no longer in the team.`,
    },
  )
}
