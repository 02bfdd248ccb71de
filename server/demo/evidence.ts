import { slugOf } from '../publication/team-page.ts'
import type { DemoMember } from './claims.ts'

export interface DemoEvidence {
  readonly by: DemoMember
  readonly title: string
  readonly publisher: string
  readonly slug: string
  readonly publishedOn: string
  readonly kind: 'primary' | 'secondary'
  readonly stance: 'supports' | 'refutes' | 'context'
  readonly quote: string
  readonly note: string
}

const exchangeDay = '2025-05-23'

const ministryA: DemoEvidence = {
  by: 'mara',
  title: 'Demo source: statement of side A on the first stage',
  publisher: 'Demo Ministry A',
  slug: 'statement-side-a',
  publishedOn: exchangeDay,
  kind: 'primary',
  stance: 'supports',
  quote: '390 people returned today.',
  note: 'Made up for the demo; shows a primary source that supports.',
}

const ministryB: DemoEvidence = {
  by: 'oleh',
  title: 'Demo source: statement of side B on the first stage',
  publisher: 'Demo Ministry B',
  slug: 'statement-side-b',
  publishedOn: exchangeDay,
  kind: 'primary',
  stance: 'supports',
  quote: '270 servicemen and 120 civilians were returned.',
  note: 'Made up for the demo.',
}

/** What the claims of the demo rest on, by their keys. */
export const demoEvidence: Readonly<Record<string, readonly DemoEvidence[]>> = {
  talks: [
    {
      by: 'oleh',
      title: 'Demo source: readout of the talks',
      publisher: 'Demo Foreign Office',
      slug: 'readout-of-the-talks',
      publishedOn: '2025-05-16',
      kind: 'primary',
      stance: 'supports',
      quote: 'The delegations agreed today in Istanbul to exchange prisoners.',
      note: 'Made up for the demo.',
    },
    {
      by: 'oleh',
      title: 'Demo source: report from the talks',
      publisher: 'Demo Broadcaster',
      slug: 'report-from-the-talks',
      publishedOn: '2025-05-16',
      kind: 'secondary',
      stance: 'supports',
      quote: 'They spoke to each other directly, for less than two hours.',
      note: 'Made up for the demo.',
    },
  ],
  each: [ministryA, ministryB],
  troops: [ministryB],
  civilians: [ministryB],
  months: [
    {
      by: 'oleh',
      title: 'Demo source: calendar of the war',
      publisher: 'Demo Chronicle',
      slug: 'calendar',
      publishedOn: '2025-05-01',
      kind: 'secondary',
      stance: 'supports',
      quote: 'The invasion began on 24 February 2022.',
      note: 'Made up for the demo.',
    },
    {
      by: 'oleh',
      title: 'Demo source: decree on martial law',
      publisher: 'Demo Gazette',
      slug: 'decree-on-martial-law',
      publishedOn: '2022-02-24',
      kind: 'primary',
      stance: 'supports',
      quote: 'Martial law is in force from 05:30 on 24 February 2022.',
      note: 'Made up for the demo.',
    },
  ],
  captives: [
    {
      by: 'mara',
      title: 'Demo source: estimate of captives',
      publisher: 'Demo Rights Monitor',
      slug: 'estimate-of-captives',
      publishedOn: '2025-05-12',
      kind: 'primary',
      stance: 'supports',
      quote: 'We estimate between 8,000 and 9,500 captives as of 1 May.',
      note: 'Made up for the demo.',
    },
    {
      by: 'oleh',
      title: 'Demo source: letters from captives',
      publisher: 'Demo Red Letter Office',
      slug: 'letters-from-captives',
      publishedOn: '2025-05-14',
      kind: 'secondary',
      stance: 'supports',
      quote: 'Letters reach us from some 8,400 people, and not everyone may write.',
      note: 'Made up for the demo.',
    },
  ],
  executed: [
    {
      by: 'mara',
      title: 'Demo source: list of reported executions',
      publisher: 'Demo Prosecutor',
      slug: 'reported-executions',
      publishedOn: '2025-05-10',
      kind: 'primary',
      stance: 'supports',
      quote: '268 cases are on record.',
      note: 'Made up for the demo.',
    },
    {
      by: 'oleh',
      title: 'Demo source: review of the list',
      publisher: 'Demo Rights Monitor',
      slug: 'review-of-executions',
      publishedOn: '2025-05-15',
      kind: 'secondary',
      stance: 'refutes',
      quote: 'We could confirm fewer than 200 of the cases.',
      note: 'Made up for the demo; makes this claim disputed.',
    },
  ],
  missing: [
    {
      by: 'mara',
      title: 'Demo source: interview with the commissioner',
      publisher: 'Demo Broadcaster',
      slug: 'interview-commissioner',
      publishedOn: '2025-04-28',
      kind: 'primary',
      stance: 'supports',
      quote: 'More than sixty thousand are missing.',
      note: 'Made up for the demo.',
    },
  ],
  'since-2014': [
    {
      by: 'oleh',
      title: 'Demo source: list of the longest held',
      publisher: 'Demo Families Union',
      slug: 'list-of-the-longest-held',
      publishedOn: '2025-05-02',
      kind: 'primary',
      stance: 'supports',
      quote: 'Eleven people on this list were taken in 2014.',
      note: 'Made up for the demo; withdrawn by its publisher later.',
    },
    {
      by: 'oleh',
      title: 'Demo source: interview with a family',
      publisher: 'Demo Weekly',
      slug: 'interview-with-a-family',
      publishedOn: '2025-05-18',
      kind: 'secondary',
      stance: 'supports',
      quote: 'He has been gone for eleven years.',
      note: 'Made up for the demo.',
    },
  ],
}

/** Where a source of the demo would be, on a site of its publisher. */
export const demoUrl = (publisher: string, slug: string): string => `https://${slugOf(publisher)}.example/${slug}`
