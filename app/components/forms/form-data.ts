import { noSuchDay } from '#server/inputs.ts'

/** What a form holds. A date that no calendar has the browser would send as none: it goes as what it is, to be refused. */
export function dataOf(form: HTMLFormElement): FormData {
  const data = new FormData(form)
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.name !== '' && field.validity.badInput)
      data.set(field.name, noSuchDay)
  }
  return data
}
