import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { claimForm } from '#tests/support/claim-form.ts'
import { ComparedForms } from './compared-forms.tsx'

it('words run in the direction of their own script, whatever is said beside them', () => {
  const statement = 'قال المجلس إن ألف شخص فقدوا منازلهم.'
  const [before, now] = [claimForm(), claimForm({ statement })]
  const html = renderToStaticMarkup(<ComparedForms before={before} now={now} beforeTitle="Approved last" />)
  // A browser goes by the first letter that is in no element with a direction of its own.
  const wordsOf = (cell: string) =>
    cell.replaceAll(/<(\w+)[^>]* dir="ltr"[^>]*>.*?<\/\1>/gsu, '').replaceAll(/<[^>]*>/gu, '')
  expect([...html.matchAll(/<td dir="auto">(.*?)<\/td>/gsu)].map(([, cell]) => wordsOf(cell ?? ''))).toContain(
    statement,
  )
})
