import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AccountPage } from '#app/components/identity/account-page.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { accountView } from '#server/identity/account/queries.ts'

export const meta: MetaFunction = () => [{ title: 'Your account · Plumbline' }]

export const loader = loads(async ({ request, context }) => {
  const { actor } = await signedIn(request, context)
  return accountView(context.accounts, actor)
})

export default function Account() {
  return <AccountPage account={useLoaderData<typeof loader>()} />
}
