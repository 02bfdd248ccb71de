import type { LoaderFunctionArgs } from '@remix-run/node'
import { answer, signedIn } from '#app/http/context.server.ts'
import { deeds } from '#app/routes/claims/deeds.server.ts'
import { startThread } from '#server/review/commands/threads.ts'
import { threadsView } from '#server/review/queries/threads.ts'

export const loader = ({ request, params, context }: LoaderFunctionArgs) =>
  answer(async () => threadsView(await signedIn(request, context), params['id'] ?? ''))

export const action = deeds({ 'thread.start': startThread })
