import { overLimit } from '../claims/limits.ts'
import { independentSources } from './independence.ts'
import type { ClaimForm, EvidenceForm } from '../publication/form.ts'

/** What the rules look at. */
export interface RuleSubject {
  readonly form: Pick<ClaimForm, 'statement' | 'analysis' | 'rating' | 'reason'> & {
    readonly evidence: readonly (Pick<EvidenceForm, 'stance'> & {
      readonly source: Pick<EvidenceForm['source'], 'url' | 'publisher' | 'kind'>
    })[]
  }
  readonly openThreads: number
  /** The verdict that stands was given by two people, each before seeing the other's. */
  readonly isSeconded: boolean
  /** How many relations of the claim do not hold as the figures stand. */
  readonly brokenRelations: number
  /** Why an editor approves it although they do not hold; empty for no word of it. */
  readonly override: string
  /** How many editors approved exactly this. */
  readonly approvals: number
}

export interface RuleSettings {
  readonly on: boolean
  /** 0 for a rule that counts nothing. */
  readonly minimum: number
}

/** One thing that a team may demand of a claim. Pure; the same answer in the browser and in the transaction. */
export interface Rule {
  readonly name: string
  /** The part of the claim's page where its cause is. */
  readonly part: 'texts' | 'verdict' | 'evidence' | 'threads' | 'relations' | 'review'
  /** A rule that every team has cannot be turned off. */
  readonly isFixed: boolean
  readonly standard: RuleSettings
  /** What its number counts, and how large it may be; null for a rule without one. */
  readonly counts: { readonly what: string; readonly most: number } | null
  /** Approving is what makes the last rules hold: they are demanded only of what is published. */
  readonly isForPublication: boolean
  /** What is missing, as a sentence; null when the rule holds. */
  missing(subject: RuleSubject, settings: RuleSettings): string | null
}

const plain = { isFixed: false, standard: { on: true, minimum: 0 }, counts: null, isForPublication: false } as const
const fixed = { ...plain, isFixed: true } as const

const several = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** What is missing when so many editors approved exactly this, and it takes so many; null for nothing. */
export function missingApprovals(approvals: number, needed: number): string | null {
  if (approvals >= needed) return null
  return `${several(approvals, 'editor', 'editors')} approved exactly this; it takes ${needed}.`
}

/** Every rule that there is, by its name in the settings and in the history. */
export const rules = {
  complete: {
    ...fixed,
    name: 'A statement and a verdict',
    part: 'verdict',
    missing({ form: { statement, rating } }) {
      if (statement.trim() === '') return 'The statement is empty.'
      return rating === '' ? 'There is no verdict.' : null
    },
  },
  reason: {
    ...plain,
    name: 'A reason for the verdict',
    part: 'verdict',
    // Of a verdict that is not there this says nothing besides.
    missing: ({ form: { rating, reason } }) =>
      rating !== '' && reason.trim() === '' ? 'The verdict has no reason.' : null,
  },
  second: {
    ...plain,
    standard: { on: false, minimum: 0 },
    name: 'A second, blind verdict',
    part: 'verdict',
    missing: ({ isSeconded }) =>
      isSeconded ? null : 'The verdict was not given by two people, each before seeing the other’s.',
  },
  analysis: {
    ...plain,
    standard: { on: false, minimum: 0 },
    name: 'An analysis',
    part: 'texts',
    missing: ({ form }) => (form.analysis.trim() === '' ? 'There is no analysis.' : null),
  },
  limits: {
    ...fixed,
    name: 'Texts within their limits',
    part: 'texts',
    missing: ({ form }) => overLimit(form),
  },
  sources: {
    ...plain,
    standard: { on: true, minimum: 2 },
    name: 'Independent sources',
    part: 'evidence',
    counts: { what: 'independent sources at least', most: 10 },
    missing({ form: { evidence } }, { minimum }) {
      const count = independentSources(evidence.flatMap(({ stance, source }) => (stance === 'context' ? [] : [source])))
      if (count >= minimum) return null
      return `${several(count, 'independent source', 'independent sources')}; the team asks for ${minimum}. One publisher or one site counts once, and context does not count.`
    },
  },
  primary: {
    ...plain,
    standard: { on: false, minimum: 0 },
    name: 'A primary source',
    part: 'evidence',
    missing: ({ form: { evidence } }) =>
      evidence.some(({ source }) => source.kind === 'primary') ? null : 'No source is primary.',
  },
  threads: {
    ...plain,
    name: 'No open discussion',
    part: 'threads',
    missing: ({ openThreads }) =>
      openThreads === 0 ? null : `${several(openThreads, 'discussion is', 'discussions are')} open.`,
  },
  relations: {
    ...plain,
    name: 'Relations that hold',
    part: 'relations',
    missing({ brokenRelations, override }) {
      if (brokenRelations === 0 || override !== '') return null
      return `${several(brokenRelations, 'relation does', 'relations do')} not hold. Mend it, or say why the claim is approved all the same.`
    },
  },
  quorum: {
    ...fixed,
    standard: { on: true, minimum: 1 },
    name: 'Approvals',
    part: 'review',
    counts: { what: 'editors approve', most: 5 },
    isForPublication: true,
    missing: ({ approvals }, { minimum }) => missingApprovals(approvals, minimum),
  },
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules
export const ruleNames = Object.keys(rules) as RuleName[]

/** The settings of every rule. */
export type TeamRules = Readonly<Record<RuleName, RuleSettings>>

/** What a team demands before an admin says otherwise. */
export const standardRules = Object.fromEntries(ruleNames.map((name) => [name, rules[name].standard])) as TeamRules

/** The settings that were recorded, with the standard for rules that are younger. */
export function readRules(settings: string): TeamRules {
  return { ...standardRules, ...(settings === '' ? {} : (JSON.parse(settings) as Partial<TeamRules>)) }
}

export interface RuleFinding {
  readonly rule: RuleName
  readonly name: string
  readonly part: Rule['part']
  /** Null when it holds. */
  readonly missing: string | null
}

/** How a claim stands before each rule of its team, in their order. */
export function findings(subject: RuleSubject, team: TeamRules, isForPublication: boolean): RuleFinding[] {
  return ruleNames.flatMap((rule) => {
    const { name, part, missing, ...rest }: Rule = rules[rule]
    if (!team[rule].on || (rest.isForPublication && !isForPublication)) return []
    return [{ rule, name, part, missing: missing(subject, team[rule]) }]
  })
}
