import { sql } from 'drizzle-orm'
import { demoTeamPage } from '#server/demo/team.ts'
import { deed, firstRow, type Deed, type Looking } from './deed.ts'

/** What each intent of a team's settings answers to whom. The stranger is an admin of a team that set nothing yet. */
export const settingsRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
team.rules           401    401  409      403     403    403     200   200           200 | -    -        -         -        -         -
team.page            401    401  422      403     403    403     200   200           200 | -    -        -         -        -         -
`

/** A team asks for no more than every team must. */
export const fewestRules = { 'sources.minimum': '1', 'quorum.minimum': '1' } as const

/** One right input for every intent of the demo team's settings. */
export async function settingsDeeds(server: Looking): Promise<Deed[]> {
  const { teamId, rules, page } = await firstRow(
    server,
    sql`select p.team_id as "teamId", r.seq::text as rules, p.seq::text as page
        from team_page p join team_rules r using (team_id) where p.slug = ${demoTeamPage.slug}`,
  )
  if (!teamId) throw new Error('The demo team has no page.')
  return [
    deed('team.rules', '/settings/deeds', { ...fewestRules, seen: rules }),
    deed('team.page', '/settings/deeds', { ...demoTeamPage, contact: 'x@example.org', seen: page }),
  ]
}
