import type { Context } from '../../context.ts'
import { Problem } from '../../errors.ts'
import { teamPageOf, teamRulesOf } from '../../identity/store.ts'
import { can } from '../../policy/can.ts'
import type { ApproverShown, TeamPage } from '../../publication/team-page.ts'
import { readRules, ruleNames, rules, type Rule, type RuleName, type RuleSettings } from '../rules.ts'

/** A rule of the registry as the team has set it. */
export interface RuleView extends Pick<Rule, 'name' | 'isFixed' | 'counts'>, RuleSettings {
  readonly rule: RuleName
}

/** What a team demands of its claims, and how it stands before its readers. */
export interface SettingsView {
  readonly rules: readonly RuleView[]
  /** The seq at which the rules were set; 0 while they are the standard ones. */
  readonly rulesSeq: number
  /** Null while the team has no public page. */
  readonly page: TeamPage | null
  readonly mayChange: boolean
}

/**
 * The settings of the viewer's team, which all of its members may read.
 * @throws {Problem} `forbidden` for somebody who is none of them.
 */
export async function settingsView({ db, actor }: Context): Promise<SettingsView> {
  if (!can(actor, 'team.read')) throw new Problem('forbidden', 'You are no member of this team.')
  const [{ settings, seq }, page] = await Promise.all([teamRulesOf(db, actor.teamId), teamPageOf(db, actor.teamId)])
  const team = readRules(settings)
  return {
    rules: ruleNames.map((rule) => {
      const { name, isFixed, counts }: Rule = rules[rule]
      return { rule, name, isFixed, counts, ...team[rule] }
    }),
    rulesSeq: seq,
    page: page && pageView(page),
    mayChange: can(actor, 'team.rules') && can(actor, 'team.page'),
  }
}

function pageView({ teamId: _, approvers, ...page }: NonNullable<Awaited<ReturnType<typeof teamPageOf>>>): TeamPage {
  return { ...page, approvers: approvers as ApproverShown }
}
