import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, expect, it, vi } from 'vitest'
import type { ReviewLine, ReviewView } from '#server/review/review-view.ts'
import { paths } from '#app/paths.ts'
import { draftName, dropDraft, keepDraft, type Typed } from '../forms/drafts.ts'
import { ApprovedClaims, PublishAll } from './publish-all.tsx'

vi.mock(import('@remix-run/react'), async (original) => ({
  ...(await original()),
  useRevalidator: () => ({ state: 'idle', revalidate: async () => {} }),
}))

const approved = (id: string, approvedHash = 'h'): ReviewLine => ({
  id,
  number: 1,
  statement: `Claim ${id}`,
  stage: 'approved',
  isStale: false,
  approvedHash,
  whyNotPublish: null,
  published: null,
  takenBackHow: null,
})

/** The values of the boxes that are ticked, of those that are not, and of those that are told as new. */
function boxesIn(page: ReactNode) {
  const html = renderToStaticMarkup(<MantineProvider>{page}</MantineProvider>)
  const boxes = [...html.matchAll(/<input[^>]*name="claims"[^>]*>/gu)].map(([box]) => box)
  const valuesOf = (some: readonly string[]) => some.map((box) => /value="([^"]*)"/u.exec(box)?.[1])
  const isTicked = (box: string) => box.includes('checked=""')
  return {
    ticked: valuesOf(boxes.filter(isTicked)),
    unticked: valuesOf(boxes.filter((box) => !isTicked(box))),
    new: html.split('Approved since').length - 1,
  }
}

const name = draftName(paths.reportPublication('r'), 'claims.publish')
afterEach(() => dropDraft(name))

it.each<[string, Typed, { ticked: string[]; unticked: string[] }]>([
  ['one', { claims: 'a:h', when: 'later' }, { ticked: ['a:h'], unticked: ['b:h', 'c:h'] }],
  ['none', { when: 'later' }, { ticked: [], unticked: ['a:h', 'b:h', 'c:h'] }],
])('a form that was left with %s of its boxes ticked comes back with these', (_count, fields, expected) => {
  keepDraft(name, { fields, base: { seen: undefined, fields: {} } })
  const view = {
    report: { id: 'r', stage: 'checking', isStale: false },
    claims: ['a', 'b', 'c'].map((id) => approved(id)),
    whyNotPublish: null,
  } as unknown as ReviewView
  expect(boxesIn(<PublishAll view={view} />)).toEqual({ ...expected, new: 0 })
})

it('what is approved while the form is open, also anew, is told and not ticked', () => {
  const claims = [approved('a'), approved('b', 'anew'), approved('z')]
  expect(boxesIn(<ApprovedClaims approved={claims} asked={['a:h', 'b:h', 'c:h']} draft={{}} />)).toEqual({
    ticked: ['a:h'],
    unticked: ['b:anew', 'z:h'],
    new: 2,
  })
})

it('a claim that cannot be published yet says why, and is not chosen', () => {
  const waits = { ...approved('b'), whyNotPublish: 'Readers know another form.' }
  const asked = ['a:h', 'b:h']
  const page = <ApprovedClaims approved={[approved('a'), waits]} asked={asked} draft={{}} />
  expect(boxesIn(page)).toMatchObject({ ticked: ['a:h'], unticked: ['b:h'] })
  expect(renderToStaticMarkup(<MantineProvider>{page}</MantineProvider>)).toMatch(
    /disabled="".*Readers know another form\./u,
  )
})
