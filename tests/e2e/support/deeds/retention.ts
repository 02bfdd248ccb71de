import { sql } from 'drizzle-orm'
import { createReport } from '#server/reports/commands.ts'
import { setRetention } from '#server/reports/commands/retention.ts'
import { demoCast } from '../roles.ts'
import { deed, firstRow, type Deed, type Looking } from './deed.ts'

/** What each intent on how long reports are kept answers to whom. The stranger is an editor of a team without a rule. */
export const retentionRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
team.retention       401    401  409      403     200    403     403   403           200 | -    -        -         -        -         -
retention.keep       401    401  404      403     200    403     403   403           200 | -    -        -         -        -         -
retention.review     401    401  404      403     200    403     403   403           200 | -    -        -         -        -         -
`

const decision = { reason: 'A case is open.', seen: '0' } as const
const rule = { amount: '2', unit: 'years', reason: 'Our data policy.' } as const

/** One right input for every intent on how long this report of the demo team is kept. */
export async function retentionDeeds(server: Looking, reportId: string): Promise<Deed[]> {
  const other = await server.inDatabase(async (db) => {
    const { edith } = await demoCast(db)
    const [row] = await db.execute(sql`select 1 from team_retention where team_id = ${edith.actor.teamId}`)
    if (!row) await setRetention(edith, { ...rule, seen: '0' })
    return createReport(edith, { title: 'Of old', publisher: '', sourceUrl: '', language: 'en', text: 'Words.' })
  })
  const { seen } = await firstRow(
    server,
    sql`select t.seq::text as seen from team_retention t join report r using (team_id) where r.id = ${reportId}`,
  )
  return [
    deed('team.retention', '/settings/deeds', { ...rule, seen }),
    deed('retention.keep', `/reports/${reportId}/retention`, { ...decision, until: '2999-12-31' }),
    deed('retention.review', `/reports/${other.id}/retention`, decision),
  ]
}
