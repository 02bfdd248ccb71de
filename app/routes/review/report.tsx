import type { MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ReviewPage } from '#app/components/review/review-page.tsx'
import { reviewMessages } from '#app/components/review/review-messages.ts'
import { keptLoader } from '#app/http/kept-loader.ts'
import { loads, signedIn } from '#app/http/context.server.ts'
import type { ReviewView } from '#server/review/review-view.ts'
import { reviewView } from '#server/review/queries/review.ts'

export const loader = loads(async ({ request, params, context }) => {
  const ctx = await signedIn(request, context)
  return reviewView(ctx, params['id'] ?? '', new URL(request.url).searchParams.get('claim'))
})

// Whoever writes a comment or a correction keeps it when the server goes away for a moment.
export const clientLoader = keptLoader((data: ReviewView) => data.viewer)

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${reviewMessages.title(data?.report.title ?? '')} · Plumbline` },
]

export default function ReportReview() {
  return <ReviewPage view={useLoaderData<typeof loader>()} />
}
