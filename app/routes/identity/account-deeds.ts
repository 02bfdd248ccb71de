import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { callerOf } from '#app/http/caller.server.ts'
import { answer, formFields, signedIn } from '#app/http/context.server.ts'
import { Problem } from '#server/errors.ts'
import { id, parse } from '#server/inputs.ts'
import { changePassword, endSession } from '#server/identity/account/commands.ts'

const mineInput = z.object({ sessionIds: z.preprocess((ids) => [ids ?? []].flat(), z.array(id).max(1_000)) })

/** What everyone may do to their own account, whatever their role. Nothing of it is in the history. */
export const action = ({ request, context }: ActionFunctionArgs) =>
  answer(async () => {
    const { actor } = await signedIn(request, context)
    const { accounts, sessions } = context
    const { intent, ...input } = await formFields(request)
    if (intent === 'password') return changePassword(accounts, actor, input, callerOf(request, context))
    if (intent === 'sign-out') return endSession(accounts, actor, input)
    if (intent === 'sign-out-others') return sessions.endOthers(actor)
    if (intent === 'mine') return sessions.acceptOthers(actor, parse(mineInput, input).sessionIds)
    throw new Problem('invalid', 'This page is out of date. Reload it and try again.')
  })
