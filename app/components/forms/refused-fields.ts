import { useEffect, useState, type RefObject } from 'react'
import type { DeedProblem } from './use-deed.ts'

const hasFields = ({ fields }: DeedProblem): boolean => Object.keys(fields).length > 0

/** Leads to the first field that was refused, unless its person has gone on to something else. */
export function useFirstWrongField(form: RefObject<HTMLFormElement>, problem: DeedProblem | null): void {
  useEffect(() => {
    if (!problem || !hasFields(problem)) return
    const { activeElement, body } = document
    if (activeElement !== body && !form.current?.contains(activeElement)) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [form, problem])
}

/**
 * What a form says beside its button of a problem. What was refused of its fields stands at them too: once its person
 * goes on, by a change or by sending it again, that is said there alone.
 */
export function useNews(problem: DeedProblem | null): { readonly news: DeedProblem | null; readonly goOn: () => void } {
  const [known, setKnown] = useState<DeedProblem | null>(null)
  const goOn = () => setKnown(problem?.id === 'invalid' && hasFields(problem) ? problem : null)
  return { news: problem === known ? null : problem, goOn }
}
