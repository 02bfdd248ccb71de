import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import { NewReportForm } from './new-report-form.tsx'

vi.mock(import('@remix-run/react'), async (original) =>
  Object.assign({ ...(await original()) }, { Form: 'form', Link: 'a' }),
)

/** The names of the fields in which something can be typed, or chosen. */
function openFields(busy: boolean): (string | undefined)[] {
  const form = <NewReportForm answer={null} busy={busy} madeFor="mara" readOnly={null} />
  const html = renderToStaticMarkup(<MantineProvider>{form}</MantineProvider>)
  return [...html.matchAll(/<(?:input|textarea)[^>]*>/gu)]
    .map(([field]) => field)
    .filter((field) => !/type="hidden"|readonly=""|disabled=""/iu.test(field))
    .map((field) => /name="([^"]*)"/u.exec(field)?.[1])
}

it('takes no words while it is sent that would be in no report', () => {
  expect(openFields(false)).toEqual(['title', 'publisher', 'language', 'sourceUrl', 'text', 'file'])
  expect(openFields(true)).toEqual([])
})
