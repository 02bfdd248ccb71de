import type { DemoMember } from './claims.ts'

interface DemoCorrection {
  readonly about: string
  readonly by: DemoMember
  /** Of which day the claim's figure is then. */
  readonly asOf: string
  readonly words: { readonly wrong: string; readonly now: string; readonly why: string; readonly since: string }
}

/** What readers were told wrong of one of `demoClaims`; it is published again with this. */
export const demoCorrection: DemoCorrection = {
  about: 'captives',
  by: 'mara',
  asOf: '2025-05-01',
  words: {
    wrong: 'We gave the estimate as of 23 May 2025.',
    now: 'The estimate is as of 1 May 2025.',
    why: 'We took the day of the report for the day of the estimate.',
    since: '2025-05-24',
  },
}

/** One of `demoClaims` that is taken back in public. */
export const demoRetraction = {
  about: 'since-2014',
  words: {
    how: 'retracted',
    note: 'The publisher of the list withdrew it. Until another source says so, we no longer do.',
  },
} as const
