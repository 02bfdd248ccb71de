import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { Typed } from '../forms/drafts.ts'
import { RoleFields } from './role-fields.tsx'

it('a role that was taken away is not there again when its form comes back', () => {
  const ticked = (draft: Typed) => {
    const fields = <RoleFields draft={draft} standing={['checker']} error={undefined} />
    const html = renderToStaticMarkup(<MantineProvider>{fields}</MantineProvider>)
    const boxes = [...html.matchAll(/<input[^>]*checked=""[^>]*>/gu)]
    return boxes.map(([box]) => /value="([^"]*)"/u.exec(box)?.[1])
  }
  expect(ticked({})).toEqual(['checker'])
  expect(ticked({ email: 'nina@example.org', roles: 'editor' })).toEqual(['editor'])
  expect(ticked({ email: 'nina@example.org' })).toEqual([])
})
