import type { LoaderFunctionArgs } from '@remix-run/node'
import { answer, signedIn } from '#app/http/context.server.ts'
import { deeds } from '#app/routes/claims/deeds.server.ts'
import { markAllRead, markRead } from '#server/notifications/commands.ts'
import { unreadCount } from '#server/notifications/queries.ts'

/** How many notices are unread, for every open page. */
export const loader = ({ request, context }: LoaderFunctionArgs) =>
  answer(async () => ({ unread: await unreadCount(await signedIn(request, context)) }))

export const action = deeds({
  read: (ctx, _id, input) => markRead(ctx, input),
  readAll: (ctx, _id, input) => markAllRead(ctx, input),
})
