import type { Context } from '../context.ts'
import { Problem } from '../errors.ts'
import { namesIn } from '../identity/queries.ts'
import { can } from '../policy/can.ts'
import { mostCounted, type InboxView, type NoticeView } from './notice.ts'
import { countNotices, noticesOf } from './store.ts'
import { markOf } from './store/marks.ts'

const pageSize = 30

/** How many notices the viewer has not read; one more than `mostCounted` for any number above it. */
export async function unreadCount(ctx: Context): Promise<number> {
  const reader = readerIn(ctx)
  const { readUpTo, read } = await markOf(ctx.db, reader)
  const range = { after: readUpTo, before: Number.MAX_SAFE_INTEGER, without: read, limit: mostCounted + 1 }
  return countNotices(ctx.db, { ...reader, ...range })
}

/** A page of the viewer's notices: all of them, or those before an entry. */
export async function inboxView(ctx: Context, before: number = Number.MAX_SAFE_INTEGER): Promise<InboxView> {
  const reader = readerIn(ctx)
  const range = { after: 0, before, without: [], limit: pageSize + 1 }
  const [found, { readUpTo, read }, names, unread] = await Promise.all([
    noticesOf(ctx.db, { ...reader, ...range }),
    markOf(ctx.db, reader),
    namesIn(ctx.db, ctx.actor.teamId),
    unreadCount(ctx),
  ])
  const notices = found.slice(0, pageSize).map(({ seq: text, by, ...rest }): NoticeView => {
    const seq = Number(text)
    const isRead = seq <= readUpTo || read.includes(seq)
    return { ...rest, seq, by: names.get(by) ?? 'someone who left', isRead }
  })
  const { personId, name, teamId } = ctx.actor
  const older = found.length > pageSize ? (notices.at(-1)?.seq ?? null) : null
  return { notices, unread, older, viewer: { personId, name, teamId } }
}

function readerIn({ actor }: Context) {
  if (!can(actor, 'report.read')) throw new Problem('forbidden', 'Your role does not allow reading reports.')
  return { teamId: actor.teamId, personId: actor.personId }
}
