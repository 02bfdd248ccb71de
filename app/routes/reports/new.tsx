import { data, redirect, type ActionFunctionArgs, type MetaFunction } from '@remix-run/node'
import { isRouteErrorResponse, useActionData, useLoaderData, type ClientActionFunctionArgs } from '@remix-run/react'
import { dropDraft } from '#app/components/forms/drafts.ts'
import { formMessages } from '#app/components/forms/messages.ts'
import { useSending } from '#app/components/forms/use-sending.ts'
import { identityMessages } from '#app/components/identity/messages.ts'
import { newReportMessages } from '#app/components/reports/messages.ts'
import { NewReportForm, newReportDraft, type NewReportAnswer } from '#app/components/reports/new-report-form.tsx'
import { expectMadeFor, loads, signedIn } from '#app/http/context.server.ts'
import { lookWho, noteSignedOut } from '#app/http/made-for.ts'
import { pageState } from '#app/http/page-state.ts'
import { paths } from '#app/paths.ts'
import { asProblem } from '#server/errors.ts'
import { markOf } from '#server/identity/made-for.ts'
import { can } from '#server/policy/can.ts'
import { createReport } from '#server/reports/commands.ts'
import { readNewReport, textOf, type ReadForm } from './read-new-report.server.ts'

export const meta: MetaFunction = () => [{ title: `${newReportMessages.title} · Plumbline` }]

export const loader = loads(async ({ request, context }) => {
  const ctx = await signedIn(request, context)
  return { madeFor: markOf(ctx.actor), readOnly: can(ctx.actor, 'report.create') ? null : formMessages.readOnly }
})

export const action = async ({ request, context }: ActionFunctionArgs) => {
  let form: ReadForm | null = null
  try {
    const ctx = await signedIn(request, context)
    form = await readNewReport(request)
    expectMadeFor(ctx.actor, form.madeFor)
    const { id } = await createReport(ctx, { ...form.values, text: textOf(form) })
    return redirect(paths.report(id))
  } catch (error) {
    const problem = asProblem(error)
    if (!problem) throw error
    const { message, fields, status } = problem
    return data<NewReportAnswer>({ message, fields, values: form?.values ?? null }, { status })
  }
}

/** Keeps the page, and all that is typed in it, whatever goes wrong. */
export const clientAction = async ({ serverAction }: ClientActionFunctionArgs) => {
  try {
    const answer = await serverAction<NewReportAnswer>()
    void lookWho()
    return answer
  } catch (error) {
    if (error instanceof TypeError) return { message: formMessages.unreachable, fields: {}, values: null }
    if (isRouteErrorResponse(error) && error.status === 401) {
      noteSignedOut()
      await lookWho()
      const { left } = pageState()
      return { message: left === null ? formMessages.signedOut : identityMessages.left(left), fields: {}, values: null }
    }
    // Where the new report is.
    if (error instanceof Response) {
      dropDraft(newReportDraft)
      throw error
    }
    return { message: formMessages.failed, fields: {}, values: null }
  }
}

export default function NewReportPage() {
  const { madeFor, readOnly } = useLoaderData<typeof loader>()
  const answer = useActionData<NewReportAnswer>()
  const busy = useSending()
  return <NewReportForm madeFor={madeFor} answer={answer ?? null} busy={busy} readOnly={readOnly} />
}
