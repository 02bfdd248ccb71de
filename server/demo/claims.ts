import type { Quantity } from '../claims/figure.ts'
import type { RelationKind } from '../claims/relation.ts'
import type { Stage } from '../claims/stage.ts'
import type { Rating } from '../claims/verdict.ts'

export type DemoMember = 'mara' | 'oleh' | 'edith' | 'aya' | 'ada'

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

export interface DemoClaim {
  readonly key: string
  readonly by: DemoMember
  /** Words of the demo report, each found once. */
  readonly quotes: readonly [string, ...string[]]
  readonly claimant: string
  readonly saidOn: string
  readonly stages: readonly Stage[]
  readonly figure?: Quantity
  readonly verdict?: { by: DemoMember; rating: Rating; reason: string }
  readonly evidence?: readonly DemoEvidence[]
}

const exchangeDay = '2025-05-23'
const people = (bound: Quantity['bound'], low: string, more: Partial<Quantity> = {}): Quantity => ({
  bound,
  low,
  high: '',
  unit: 'people',
  asOf: exchangeDay,
  scope: '',
  stockOrFlow: '',
  periodFrom: '',
  periodTo: '',
  ...more,
})
const during = (periodFrom: string, periodTo: string) => ({ stockOrFlow: 'flow', periodFrom, periodTo }) as const
const onExchangeDay = during(exchangeDay, exchangeDay)

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

/** The claims of the demo report, in order. */
export const demoClaims: readonly DemoClaim[] = [
  {
    key: 'talks',
    by: 'oleh',
    quotes: ['The exchange was agreed in direct talks in Istanbul the week before'],
    claimant: '',
    saidOn: '',
    stages: ['checking'],
  },
  {
    key: 'each',
    by: 'mara',
    quotes: ['Each side received 390 people'],
    claimant: 'Ukraine and Russia',
    saidOn: exchangeDay,
    stages: ['checking', 'in-review'],
    figure: people('exactly', '390', { scope: 'returned to each side', ...onExchangeDay }),
    evidence: [ministryA, ministryB],
    verdict: { by: 'mara', rating: 'true', reason: 'Both sides gave the same number on the day, independently.' },
  },
  {
    key: 'planned',
    by: 'mara',
    quotes: ['1,000 people are expected to be returned to each side', 'Over three days'],
    claimant: '',
    saidOn: '',
    stages: [],
    figure: people('about', '1000', { scope: 'to be returned to each side', ...during(exchangeDay, '2025-05-25') }),
  },
  {
    key: 'troops',
    by: 'oleh',
    quotes: ['270 troops'],
    claimant: 'Russia',
    saidOn: exchangeDay,
    stages: ['checking'],
    figure: people('exactly', '270', { scope: 'Russian soldiers', ...onExchangeDay }),
    evidence: [ministryB],
  },
  {
    key: 'civilians',
    by: 'oleh',
    quotes: ['120 civilians'],
    claimant: 'Russia',
    saidOn: exchangeDay,
    stages: ['checking'],
    figure: people('exactly', '120', { scope: 'Russian civilians', ...onExchangeDay }),
    evidence: [ministryB],
  },
  {
    key: 'kursk',
    by: 'mara',
    quotes: ["Some of the civilians came from parts of Russia's Kursk region that Kyiv had held"],
    claimant: 'Russia',
    saidOn: exchangeDay,
    stages: [],
  },
  {
    key: 'months',
    by: 'oleh',
    quotes: ['39 months of fighting'],
    claimant: '',
    saidOn: '',
    stages: ['checking', 'in-review'],
    figure: people('about', '39', { unit: 'months' }),
    verdict: {
      by: 'oleh',
      rating: 'mostly-true',
      reason: 'From 24 February 2022 to 23 May 2025 it is one day short of 39 months.',
    },
    evidence: [
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
    ],
  },
  {
    key: 'captives',
    by: 'mara',
    quotes: ['the number of Ukrainian captives in Russia run from 8,000 to 10,000'],
    claimant: '',
    saidOn: '',
    stages: ['checking'],
    figure: people('between', '8000', { high: '10000', scope: 'Ukrainian captives in Russia', stockOrFlow: 'stock' }),
    verdict: { by: 'mara', rating: 'unproven', reason: 'Nobody has published a list; the range is an estimate.' },
  },
  {
    key: 'executed',
    by: 'mara',
    quotes: ['executing around 270 prisoners since the invasion'],
    claimant: 'Kyiv',
    saidOn: '',
    stages: ['checking'],
    figure: people('about', '270', { scope: 'prisoners executed', ...during('2022-02-24', exchangeDay) }),
    evidence: [
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
  },
  {
    key: 'ill-treated',
    by: 'oleh',
    quotes: ['prisoners on both sides were tortured or ill-treated'],
    claimant: 'United Nations',
    saidOn: '',
    stages: [],
  },
  {
    key: 'missing',
    by: 'mara',
    quotes: ['more than 60,000 people are missing'],
    claimant: 'Artur Dobroserdov',
    saidOn: '',
    stages: ['checking'],
    figure: people('at-least', '60000', { asOf: '2025-04-30', scope: 'missing', stockOrFlow: 'stock' }),
    evidence: [
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
  },
  {
    key: 'confirmed',
    by: 'oleh',
    quotes: ['About 10,000 are confirmed in captivity'],
    claimant: 'Artur Dobroserdov',
    saidOn: '',
    stages: [],
    figure: people('about', '10000', { asOf: '2025-04-30', scope: 'confirmed in captivity', stockOrFlow: 'stock' }),
  },
  {
    key: 'mariupol',
    by: 'oleh',
    quotes: ['Many of the captives were taken during the siege of Mariupol', 'The siege was in 2022'],
    claimant: '',
    saidOn: '',
    stages: [],
  },
]

export interface DemoRelation {
  readonly of: string
  readonly kind: RelationKind
  readonly parts: readonly string[]
  readonly note: string
}

/** How the demo's claims belong together, by their keys. */
export const demoRelations: readonly DemoRelation[] = [
  { of: 'each', kind: 'sum', parts: ['troops', 'civilians'], note: '' },
  { of: 'each', kind: 'part-of', parts: ['planned'], note: 'Friday was the first of three days.' },
  { of: 'confirmed', kind: 'part-of', parts: ['missing'], note: 'He counts the confirmed among the missing.' },
  { of: 'captives', kind: 'same-as', parts: ['confirmed'], note: '' },
  { of: 'kursk', kind: 'depends-on', parts: ['civilians'], note: 'Without civilians there were none from Kursk.' },
]

interface DemoComment {
  readonly by: DemoMember
  readonly words: string
}

/** What the team says about one of `demoClaims`. */
export const demoTalk: {
  readonly about: string
  readonly comments: readonly [DemoComment, ...DemoComment[]]
} = {
  about: 'executed',
  comments: [
    { by: 'mara', words: '@Oleh Checker the two lists do not agree. Can you ask the monitor how it counts?' },
    { by: 'oleh', words: 'I wrote to them. They leave out cases without a second witness.' },
  ],
}
