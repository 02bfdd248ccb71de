import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { importMessages } from '#app/components/claims/import-messages.ts'
import { ImportPage } from '#app/components/claims/import-page.tsx'
import { formMessages } from '#app/components/forms/messages.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import { keptLoader } from '#app/http/kept-loader.ts'
import { importTarget } from '#server/claims/queries/csv.ts'
import { can } from '#server/policy/can.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  const id = params['id'] ?? ''
  const { personId, name, teamId } = ctx.actor
  return {
    report: { id, ...(await importTarget(ctx, id)) },
    readOnly: can(ctx.actor, 'claim.make') ? null : formMessages.readOnly,
    viewer: { personId, name, teamId },
  }
})

// What was pasted stays on the page when the server goes away for a moment.
export const clientLoader = keptLoader((data: Awaited<ReturnType<typeof loader>>) => data.viewer)

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${importMessages.title}: ${data?.report.title ?? ''} · Plumbline` },
]

export default function ImportClaims() {
  const { report, readOnly } = useLoaderData<typeof loader>()
  return <ImportPage key={report.id} report={report} readOnly={readOnly} />
}
