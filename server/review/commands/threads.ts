import type { Transaction } from '#db/client.ts'
import { partsOf, placeOf } from '../../claims/store.ts'
import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { change, changeGiven, record, recordOne, type Change, type Stands } from '../../history/commands.ts'
import { lockHead } from '../../history/store.ts'
import { membersOf } from '../../identity/store.ts'
import { parse } from '../../inputs.ts'
import { anchorTo } from '../../realtime/queries.ts'
import { mentionsIn } from '../mentions.ts'
import { commentsOf, threads } from '../store/threads.ts'
import type { About, ThreadCommand } from '../thread.ts'
import { editInput, replyInput, startInput, withdrawCommentInput } from '../thread-inputs.ts'

/** Starts a thread about a claim, a piece of its evidence or words of one of its texts, with its first comment. */
export async function startThread(ctx: Context, claimId: string, input: unknown): Promise<{ id: string }> {
  const { words, mentions, ...target } = parse(startInput, input)
  if ((await placeOf(ctx.db, claimId))?.teamId !== ctx.actor.teamId) {
    throw new Problem('not-found', 'This claim does not exist.')
  }
  const id = ctx.newId()
  const about = await aboutOf(ctx, claimId, target)
  const command = { kind: 'thread.start', claimId, about, commentId: ctx.newId(), words, mentions } as const
  const start = said(ctx, id, command, async (tx) => expectStanding(tx, claimId, about))
  await record(ctx, { ...start, alongside: [{ type: 'claim', id: claimId }] })
  return { id }
}

async function aboutOf(ctx: Context, claimId: string, target: Target): Promise<About> {
  if (target.on !== 'words') return target
  const { textName, quote, start, end } = target
  return { on: 'words', ...(await anchorTo(ctx, claimId, { textName, quote, start, end })) }
}

type Target = Exclude<About, { on: 'words' }> | ({ on: 'words' } & Parameters<typeof anchorTo>[2])

/** Behind the claim's lock nothing that a thread is about can go before the thread stands. */
async function expectStanding(tx: Transaction, claimId: string, about: About): Promise<void> {
  if ((await placeOf(tx, claimId))?.withdrawn) {
    throw new Problem('invalid', 'This claim was withdrawn. Restore it before you comment on it.')
  }
  if (about.on !== 'evidence') return
  const { evidence } = await partsOf(tx, [claimId])
  if (evidence.some(({ id }) => id === about.evidenceId)) return
  throw new Problem('not-found', 'This evidence was withdrawn.')
}

/** Answers in a thread. */
export async function reply(ctx: Context, threadId: string, input: unknown): Promise<{ id: string }> {
  const id = ctx.newId()
  await record(ctx, said(ctx, threadId, { kind: 'comment.add', commentId: id, ...parse(replyInput, input) }))
  return { id }
}

/** Puts one's own comment in other words; the ones before stay readable. */
export async function editComment(ctx: Context, threadId: string, input: unknown): Promise<Stands> {
  const by = ctx.actor.personId
  return recordOne(ctx, said(ctx, threadId, { kind: 'comment.edit', by, ...parse(editInput, input) }))
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
function said(
  ctx: Context,
  threadId: string,
  command: Saying,
  expectMore: (tx: Transaction) => Promise<void> = async () => {},
): Change {
  return changeGiven(threads, threadId, command.kind, async (tx) => {
    await expectMore(tx)
    const already = command.kind === 'comment.edit' ? await namedIn(tx, threadId, command.commentId) : []
    // Behind the lock of the head nobody joins or leaves before this entry stands.
    await lockHead(tx, ctx.actor.teamId, ctx.now())
    return { ...command, mentions: await presentAmong(tx, ctx.actor.teamId, command, already) }
  })
}

/** Whom a comment names as it stands. */
async function namedIn(tx: Transaction, threadId: string, commentId: string): Promise<string[]> {
  const { mentions } = await commentsOf(tx, [threadId])
  return mentions.flatMap((each) => (each.commentId === commentId ? [each.personId] : []))
}

/** Whoever left stays named where they are named `already`; they are told nothing by that. */
async function presentAmong(
  tx: Transaction,
  teamId: string,
  { words, mentions }: Saying,
  already: readonly string[],
): Promise<string[]> {
  const members = await membersOf(tx, teamId)
  const isNameable = ({ personId, roles }: (typeof members)[number]) => roles.length > 0 || already.includes(personId)
  const nameable = members.filter(isNameable)
  const gone = members.filter((each) => !isNameable(each))
  const [lost] = gone.filter(({ personId, name }) => mentions.includes(personId) && words.includes(`@${name}`))
  if (!lost) return mentionsIn(words, nameable, mentions)
  const { name } = lost
  throw new Problem(
    'invalid',
    `${name} is no longer in the team and would not hear of this. Write the name without @.`,
    {
      words: `${name} is no longer in the team.`,
    },
  )
}
