import type { ActionFunctionArgs, AppLoadContext } from '@remix-run/node'
import { answer, formFields, signedIn } from '#app/http/context.server.ts'
import type { Context } from '#server/context.ts'
import { Problem } from '#server/errors.ts'

type Deed = (ctx: Context, id: string, input: unknown, context: AppLoadContext) => Promise<object | void>

/**
 * An action that does the deed named by the form's `intent`, out of the ones this address knows. It carries their names,
 * so that a test can hold all of them against who may.
 */
export function deeds(table: Readonly<Record<string, Deed>>) {
  const action = ({ request, params, context }: ActionFunctionArgs) =>
    answer(async () => {
      const ctx = await signedIn(request, context)
      const { intent, ...input } = await formFields(request)
      const deed = typeof intent === 'string' && Object.hasOwn(table, intent) ? table[intent] : undefined
      if (!deed) throw new Problem('invalid', 'This page is out of date. Reload it and try again.')
      return deed(ctx, params['id'] ?? '', input, context)
    })
  return Object.assign(action, { intents: Object.keys(table) })
}
