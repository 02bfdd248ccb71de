import type { ActionFunctionArgs } from '@remix-run/node'
import { answer, signedIn } from '#app/http/context.server.ts'

/** Allocates a client id for one document in one page; a reader is told so instead. */
export const action = ({ request, params, context }: ActionFunctionArgs) =>
  answer(async () => {
    const ctx = await signedIn(request, context)
    return context.rooms.allocateClient(ctx, params['id'] ?? '')
  })
