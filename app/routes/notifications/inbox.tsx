import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { InboxPage } from '#app/components/notifications/inbox-page.tsx'
import { inboxMessages } from '#app/components/notifications/messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { keptLoader } from '#app/http/kept-loader.ts'
import type { InboxView } from '#server/notifications/notice.ts'
import { inboxView } from '#server/notifications/queries.ts'

export const meta: MetaFunction = () => [{ title: `${inboxMessages.title} · Plumbline` }]

export const loader = loads(async ({ request, context }) => {
  const before = Number(new URL(request.url).searchParams.get('before'))
  return inboxView(await signedIn(request, context), Number.isSafeInteger(before) && before > 0 ? before : undefined)
})

// It loads itself again whenever something new is in it, also while the server is away for a moment.
export const clientLoader = keptLoader((view: InboxView) => view.viewer)

export default function Inbox() {
  return <InboxPage inbox={useLoaderData<typeof loader>()} />
}
