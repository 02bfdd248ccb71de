import type { SourceKind } from '#server/evidence/source.ts'
import type { ClaimForm, EvidenceForm } from '#server/publication/form.ts'

/** What a source says, for a form. */
export const evidenceOf = (url: string, publisher: string, kind: SourceKind = 'secondary'): EvidenceForm => ({
  stance: 'supports',
  quote: '390 people each',
  locator: 'page 3',
  source: { title: 'A source', url, publisher, author: 'A. Writer', publishedOn: '2025-05-24', kind },
})

/** A form that has everything, with these parts changed. */
export const claimForm = (change: Partial<ClaimForm> = {}): ClaimForm => ({
  version: 1,
  statement: 'Each side received 390 people',
  analysis: 'Both ministries **confirmed** it.',
  claimant: 'The ministry',
  saidOn: '2025-05-24',
  place: 'Kyiv',
  language: 'en',
  firstUrl: 'https://ministry.example/1',
  firstWhere: 'second paragraph',
  firstOn: '2025-05-23',
  rating: 'mostly-true',
  reason: 'Both sides name the same number; lists are not public.',
  figures: [
    {
      bound: 'exactly',
      low: '390',
      high: '',
      unit: 'people',
      asOf: '2025-05-23',
      scope: 'each side',
      stockOrFlow: '',
      periodFrom: '',
      periodTo: '',
    },
  ],
  evidence: [
    evidenceOf('https://ministry.example/list', 'The ministry', 'primary'),
    evidenceOf('https://agency.example/story', 'An agency'),
  ],
  quotes: ['exchanged 390 people each'],
  report: { title: 'The exchange', publisher: 'A paper', sourceUrl: 'https://news.example/report' },
  corrections: [{ wrong: 'We said 380.', now: 'It is 390.', why: 'A second list came out.', since: '2025-06-01' }],
  ...change,
})
