import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { formMessages } from '#app/components/forms/messages.ts'
import { importMessages } from '#app/components/reports/import-messages.ts'
import { ImportPage } from '#app/components/reports/import-page.tsx'
import { loads, signedIn } from '#app/http/context.server.ts'
import { can } from '#server/policy/can.ts'

export const meta: MetaFunction = () => [{ title: `${importMessages.title} · Plumbline` }]

export const loader = loads(async ({ request, context }) => {
  const { actor } = await signedIn(request, context)
  return { readOnly: can(actor, 'review.import') ? null : formMessages.readOnly }
})

export default function ImportReviewsPage() {
  const { readOnly } = useLoaderData<typeof loader>()
  return <ImportPage readOnly={readOnly} />
}
