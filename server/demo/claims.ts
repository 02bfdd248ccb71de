import type { Quantity } from '../claims/figure.ts'
import type { RelationKind } from '../claims/relation.ts'
import type { Stage } from '../claims/stage.ts'
import type { Rating } from '../claims/verdict.ts'

export type DemoMember = 'mara' | 'oleh' | 'edith' | 'aya' | 'ada'

export interface DemoClaim {
  readonly key: string
  readonly by: DemoMember
  /** Words of the demo report, each found once. */
  readonly quotes: readonly [string, ...string[]]
  readonly claimant: string
  readonly saidOn: string
  /** Where it stands once the demo is made, but for what becomes of it in `published.ts`. */
  readonly stage: Stage
  readonly figure?: Quantity
  readonly verdict?: { by: DemoMember; rating: Rating; reason: string }
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

/** The claims of the demo report, in order. */
export const demoClaims: readonly DemoClaim[] = [
  {
    key: 'talks',
    by: 'oleh',
    quotes: ['The exchange was agreed in direct talks in Istanbul the week before'],
    claimant: '',
    saidOn: '',
    stage: 'approved',
    verdict: { by: 'oleh', rating: 'true', reason: 'The readout and a reporter who was there say the same.' },
  },
  {
    key: 'each',
    by: 'mara',
    quotes: ['Each side received 390 people'],
    claimant: 'Ukraine and Russia',
    saidOn: exchangeDay,
    stage: 'in-review',
    figure: people('exactly', '390', { scope: 'returned to each side', ...onExchangeDay }),
    verdict: { by: 'mara', rating: 'true', reason: 'Both sides gave the same number on the day, independently.' },
  },
  {
    key: 'planned',
    by: 'mara',
    quotes: ['1,000 people are expected to be returned to each side', 'Over three days'],
    claimant: '',
    saidOn: '',
    stage: 'open',
    figure: people('about', '1000', { scope: 'to be returned to each side', ...during(exchangeDay, '2025-05-25') }),
  },
  {
    key: 'troops',
    by: 'oleh',
    quotes: ['270 troops'],
    claimant: 'Russia',
    saidOn: exchangeDay,
    stage: 'checking',
    figure: people('exactly', '270', { scope: 'Russian soldiers', ...onExchangeDay }),
  },
  {
    key: 'civilians',
    by: 'oleh',
    quotes: ['120 civilians'],
    claimant: 'Russia',
    saidOn: exchangeDay,
    stage: 'checking',
    figure: people('exactly', '120', { scope: 'Russian civilians', ...onExchangeDay }),
  },
  {
    key: 'kursk',
    by: 'mara',
    quotes: ["Some of the civilians came from parts of Russia's Kursk region that Kyiv had held"],
    claimant: 'Russia',
    saidOn: exchangeDay,
    stage: 'open',
  },
  {
    key: 'months',
    by: 'oleh',
    quotes: ['39 months of fighting'],
    claimant: '',
    saidOn: '',
    stage: 'in-review',
    figure: people('about', '39', { unit: 'months' }),
    verdict: {
      by: 'oleh',
      rating: 'mostly-true',
      reason: 'From 24 February 2022 to 23 May 2025 it is one day short of 39 months.',
    },
  },
  {
    key: 'captives',
    by: 'mara',
    quotes: ['the number of Ukrainian captives in Russia run from 8,000 to 10,000'],
    claimant: '',
    saidOn: '',
    stage: 'published',
    figure: people('between', '8000', { high: '10000', scope: 'Ukrainian captives in Russia', stockOrFlow: 'stock' }),
    verdict: {
      by: 'mara',
      rating: 'mostly-true',
      reason: 'Two estimates, made apart, fall in this range. Nobody has published a list.',
    },
  },
  {
    key: 'executed',
    by: 'mara',
    quotes: ['executing around 270 prisoners since the invasion'],
    claimant: 'Kyiv',
    saidOn: '',
    stage: 'checking',
    figure: people('about', '270', { scope: 'prisoners executed', ...during('2022-02-24', exchangeDay) }),
  },
  {
    key: 'ill-treated',
    by: 'oleh',
    quotes: ['prisoners on both sides were tortured or ill-treated'],
    claimant: 'United Nations',
    saidOn: '',
    stage: 'open',
  },
  {
    key: 'missing',
    by: 'mara',
    quotes: ['more than 60,000 people are missing'],
    claimant: 'Artur Dobroserdov',
    saidOn: '',
    stage: 'checking',
    figure: people('at-least', '60000', { asOf: '2025-04-30', scope: 'missing', stockOrFlow: 'stock' }),
  },
  {
    key: 'confirmed',
    by: 'oleh',
    quotes: ['About 10,000 are confirmed in captivity'],
    claimant: 'Artur Dobroserdov',
    saidOn: '',
    stage: 'open',
    figure: people('about', '10000', { asOf: '2025-04-30', scope: 'confirmed in captivity', stockOrFlow: 'stock' }),
  },
  {
    key: 'mariupol',
    by: 'oleh',
    quotes: ['Many of the captives were taken during the siege of Mariupol', 'The siege was in 2022'],
    claimant: '',
    saidOn: '',
    stage: 'open',
  },
  {
    key: 'since-2014',
    by: 'oleh',
    quotes: ['They have been in captivity since 2014'],
    claimant: '',
    saidOn: '',
    stage: 'published',
    verdict: { by: 'oleh', rating: 'true', reason: 'A list and an interview name people who were taken in 2014.' },
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
