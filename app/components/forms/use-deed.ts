import { useCallback, useState } from 'react'
import { useRevalidator } from '@remix-run/react'
import { madeForHeaders, noteSignedOut } from '#app/http/made-for.ts'
import { formMessages } from './messages.ts'

export interface DeedProblem {
  readonly ok: false
  readonly id: string
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}
export type DeedAnswer = { readonly ok: true; readonly id?: string; readonly [more: string]: unknown } | DeedProblem

export type DeedFields = Readonly<Record<string, string | readonly string[]>>

const problem = (id: string, message: string): DeedProblem => ({ ok: false, id, message, fields: {} })

function toFormData(intent: string, fields: DeedFields | FormData): FormData {
  const data = fields instanceof FormData ? fields : new FormData()
  if (!(fields instanceof FormData)) {
    for (const [name, value] of Object.entries(fields)) {
      for (const each of typeof value === 'string' ? [value] : value) data.append(name, each)
    }
  }
  data.set('intent', intent)
  return data
}

function isAnswer(value: unknown): value is DeedAnswer {
  return typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean'
}

/** Sends one deed to its action; whatever goes wrong comes back as a problem with a sentence. */
export async function postDeed(action: string, intent: string, fields: DeedFields | FormData): Promise<DeedAnswer> {
  const answer = await postForm(action, toFormData(intent, fields), madeForHeaders())
  if (answer.ok) return answer
  if (['signed-out', 'somebody-else', 'other-team'].includes(answer.id)) noteSignedOut()
  return answer.id === 'signed-out' ? problem('signed-out', formMessages.signedOut) : answer
}

/** Sends a form without leaving the page; whatever goes wrong comes back as a problem with a sentence. */
export async function postForm(
  action: string,
  body: FormData,
  headers: Readonly<Record<string, string>> = {},
): Promise<DeedAnswer> {
  try {
    const response = await fetch(action, { method: 'POST', body, headers: { accept: 'application/json', ...headers } })
    const answer: unknown = await response.json()
    if (isAnswer(answer)) return answer.ok ? answer : { ...answer, fields: answer.fields ?? {} }
    return problem('failed', formMessages.failed)
  } catch (error) {
    return error instanceof SyntaxError
      ? problem('failed', formMessages.failed)
      : problem('unreachable', formMessages.unreachable)
  }
}

/**
 * Sends one deed and then brings the page up to date. A failure comes back as a value, never as an error page,
 * so that what is typed stays where it is.
 */
export function useDeed(action: string) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<DeedProblem | null>(null)
  const { revalidate } = useRevalidator()
  const send = useCallback(
    async (intent: string, fields: DeedFields | FormData): Promise<DeedAnswer> => {
      setBusy(true)
      const answer = await postDeed(action, intent, fields)
      setFailure(answer.ok ? null : answer)
      if (answer.ok || answer.id === 'changed-since') revalidate()
      setBusy(false)
      return answer
    },
    [action, revalidate],
  )
  return { send, busy, problem: failure, clear: () => setFailure(null) }
}
