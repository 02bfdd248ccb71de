import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import type { PublicationView } from '#server/review/review-view.ts'
import { PublicationLine, PublicPage } from './publications.tsx'

const publication = (number: number, readers: PublicationView['readers']): PublicationView => ({
  number,
  readers,
  by: 'Edith',
  at: '2026-03-01T10:00:00.000Z',
  visibleFrom: '2026-03-02T08:00:00.000Z',
  approvedBy: ['Emil'],
  unsaved: [],
  note: '',
  path: `/p/desk/exchange/${String(number)}`,
})

const pageOf = (...readers: PublicationView['readers'][]) => {
  const publications = readers.map((each, index) => publication(index + 1, each))
  return renderToStaticMarkup(<PublicPage publications={publications} words="Open" />)
}

it('leads to the newest page that readers have; before they have one it says from when on, if they ever will', () => {
  expect(pageOf('seen', 'seen', 'later')).toContain('href="/p/desk/exchange/2"')
  expect(pageOf('never', 'later')).toMatch(/^<p>Readers see it <time[^>]*>2026-03-02 08:00 UTC<\/time>\.<\/p>$/u)
  expect(pageOf('never')).toBe('')
  expect(pageOf('seen', 'unsigned')).toMatch(
    /desk\/exchange\/1.*once the history that holds it is signed.*\/team\/history/u,
  )
})

it('a publication that was taken back before readers saw it is not told to become visible', () => {
  const lineOf = (readers: PublicationView['readers']) =>
    renderToStaticMarkup(<PublicationLine publication={publication(1, readers)} />)
  expect(lineOf('later')).toMatch(/, readers see it <time[^>]*>2026-03-02 08:00 UTC/u)
  expect(lineOf('seen')).toMatch(/, came before readers <time[^>]*>2026-03-02 08:00 UTC/u)
  expect(lineOf('never')).toContain(', taken back or replaced before readers saw it. Approved by Emil')
  expect(lineOf('never')).not.toContain('2026-03-02')
  expect(lineOf('unsigned')).toContain(', waits for its signature. Approved by Emil')
})
