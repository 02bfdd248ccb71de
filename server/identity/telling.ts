import { tellTaking } from '../history/taking.ts'
import type { Fields, KindNames, Names, Telling } from '../history/telling.ts'
import { readRules, ruleNames, rules, type RuleName } from '../review/rules.ts'
import { keptForWords } from '../reports/retention.ts'
import { isOfErasure, lettersInWords, veiled, type ErasureEvent } from './proposed-erasure.ts'
import { isOfFork, type ForkEvent } from './proposed-fork.ts'
import type { TeamEvent } from './team.ts'

export const teamKindNames: KindNames = {
  'team.found': 'Founded the team',
  'team.restore': 'Restored a backup',
  'member.add': 'Added a member',
  'member.join': 'Joined the team',
  'member.change': 'Changed roles',
  'member.remove': 'Removed a member',
  'invitation.make': 'Invited somebody',
  'invitation.withdraw': 'Withdrew an invitation',
  'team.rules': 'Rules of the team',
  'team.page': 'Public page of the team',
  'team.retention': 'How long reports are kept',
  'fork.propose': 'Proposed a fork of the history',
  'fork.confirm': 'Confirmed a fork of the history',
  'fork.withdraw': 'Withdrew a fork of the history',
  'erasure.propose': 'Proposed to erase words',
  'erasure.confirm': 'Erased words',
  'erasure.look': 'Looked at words to be erased',
  'erasure.withdraw': 'Withdrew an erasure',
}

/** Several roles in one phrase. */
export const rolesInWords = (roles: readonly string[]): string => roles.join(' and ')

/** What a deed on a team says. Addresses are no part of the history, so an invitation is told by its roles. */
export function tellTeam(event: TeamEvent, names: Names): Telling {
  if (event.kind === 'history.take') return tellTaking(event, 'the team')
  if (isOfFork(event)) return tellFork(event)
  if (isOfErasure(event)) return tellErasure(event)
  switch (event.kind) {
    case 'team.found':
      return { thing: 'team', sentence: `founded the team “${event.name}”`, fields: {} }
    case 'team.restore': {
      const made = `${event.made.slice(0, 16).replace('T', ' ')} UTC`
      const sentence = `restored the backup of ${made}, which has everything up to entry ${event.upTo}`
      return { thing: 'restore', sentence, fields: {} }
    }
    case 'member.add':
      return ofMember(event.personId, `added ${event.name}`, rolesInWords(event.roles))
    case 'member.join': {
      const { roles = '', by = '' } = names.invitation(event.invitationId) ?? {}
      return ofMember(event.personId, `joined by an invitation of ${by}`, roles)
    }
    case 'member.change':
      return ofMember(
        event.personId,
        `changed the roles of ${names.personName(event.personId)}`,
        rolesInWords(event.roles),
      )
    case 'member.remove':
      return ofMember(event.personId, `removed ${names.personName(event.personId)} from the team`, '')
    case 'invitation.make': {
      const roles = rolesInWords(event.roles)
      return ofInvitation(event.invitationId, `invited somebody as ${roles}`, roles)
    }
    case 'invitation.withdraw': {
      const { roles = '' } = names.invitation(event.invitationId) ?? {}
      return ofInvitation(event.invitationId, `withdrew an invitation to be ${roles}`, '')
    }
    default:
      return tellSettings(event)
  }
}

function tellSettings(event: Extract<TeamEvent, { kind: 'team.rules' | 'team.retention' | 'team.page' }>): Telling {
  switch (event.kind) {
    case 'team.rules':
      return { thing: 'rules', sentence: 'changed the rules of the team', fields: ruleFields(event.settings) }
    case 'team.retention': {
      const fields = { 'Kept for': keptForWords(event.months) }
      const said = { Reason: event.reason }
      return { thing: 'retention', sentence: 'changed how long reports are kept', fields, said }
    }
    case 'team.page':
      return { thing: 'page', sentence: 'changed the public page of the team', fields: pageFields(event) }
  }
}

function tellFork(event: ForkEvent): Telling {
  const thing = 'fork'
  if (event.kind === 'fork.withdraw') {
    return { thing, sentence: `withdrew proposal ${event.number} to fork the history`, fields: {} }
  }
  if (event.kind === 'fork.confirm') {
    const sentence = `confirmed proposal ${event.number} to fork the history: it is signed under a new origin from here on`
    return { thing, sentence, fields: {} }
  }
  const { signed, size, reason, note } = event
  const sentence = `proposed to fork the history at ${size} entries, and to leave what was signed of ${signed} before`
  return { thing, sentence, fields: {}, said: { Reason: reason, 'Signed last': note } }
}

function tellErasure(event: ErasureEvent): Telling {
  const thing = 'erasure'
  if (event.kind === 'erasure.propose') {
    const { letters, reason } = veiled(event)
    const said = { Words: lettersInWords(letters), Reason: reason }
    return { thing, sentence: 'proposed to erase words from the history', fields: {}, said }
  }
  if (event.kind === 'erasure.look') {
    return { thing, sentence: `looked at the words of proposal ${event.number} to erase words`, fields: {} }
  }
  if (event.kind === 'erasure.withdraw') {
    return { thing, sentence: `withdrew proposal ${event.number} to erase words`, fields: {} }
  }
  const { number, erased } = event
  const entries = erased.length === 1 ? '1 entry' : `${erased.length} entries`
  const sentence = `confirmed proposal ${number}: words were erased in ${entries}, and blocks stand in their place`
  return { thing, sentence, fields: {} }
}

function ruleFields(settings: string): Fields {
  const team = readRules(settings)
  const words = (rule: RuleName) => {
    const { on, minimum } = team[rule]
    return on ? (rules[rule].counts ? `at least ${minimum}` : 'asked for') : 'not asked for'
  }
  return Object.fromEntries(ruleNames.map((rule) => [rules[rule].name, words(rule)]))
}

function pageFields(page: Extract<TeamEvent, { kind: 'team.page' }>): Fields {
  return {
    Address: page.slug,
    Publisher: page.publisher,
    'Own site': page.homepage,
    'Approvers shown by': page.approvers,
    'How we check': page.howWeCheck,
    'Corrections policy': page.correctionsUrl,
    Contact: page.contact,
  }
}

const ofMember = (personId: string, sentence: string, roles: string): Telling => ({
  thing: `member ${personId}`,
  sentence,
  fields: { Roles: roles },
})

const ofInvitation = (id: string, sentence: string, roles: string): Telling => ({
  thing: `invitation ${id}`,
  sentence,
  fields: { Roles: roles },
})
