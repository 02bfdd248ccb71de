import type { APIRequestContext } from '@playwright/test'
import { createReport } from '#server/reports/commands.ts'
import type { RunningServer } from '../server.ts'
import { listHashOf } from '../content.ts'
import { anotherReport, demoCast } from '../roles.ts'
import { deed, doing, type Deed, type Looking } from './deed.ts'

/** What each deed on a report as a whole answers to whom. The checker brought in the report, which was published. */
export const wholeRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
report.reopen        401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
report.submit        401    401  404      200     200    403     403   200           200 | -    -        -         -        -         -
report.approve       401    401  404      403     200    403     403   403           200 | -    -        -         -        -         -
report.publish       401    401  404      403     200    403     403   403           200 | -    -        -         -        -         -
report.retract       401    401  404      403     200    403     403   403           200 | -    -        -         -        -         -
report.return        401    401  404      403     200    403     403   403           200 | -    -        -         -        -         -
`

/**
 * One right input for every deed on a report as a whole, in an order in which an editor may do them all. The report is its
 * own: whoever changes which claims are in a list, as other deeds do, becomes an author of it.
 */
export async function wholeDeeds(
  server: Pick<RunningServer, 'inDatabase' | 'baseURL'>,
  checker: { readonly request: APIRequestContext },
): Promise<Deed[]> {
  const reportId = await server.inDatabase(anotherReport)
  const path = `/reports/${reportId}/publication`
  const submitted = `/reports/${await emptyReport(server)}/publication`
  await doing(checker, server.baseURL, deed('report.submit', submitted))
  const hash = await listHashOf(server, reportId)
  return [
    deed('report.reopen', path, { reason: 'X' }),
    deed('report.submit', path),
    deed('report.approve', path, { hash }),
    deed('report.publish', path, { hash, visibleFrom: '', note: '' }),
    deed('report.retract', path, { note: 'X' }),
    deed('report.return', submitted, { comment: 'X' }),
  ]
}

/** A report of the demo team without any claim. */
const emptyReport = (server: Looking): Promise<string> =>
  server.inDatabase(async (db) => {
    const { mara } = await demoCast(db)
    const input = { title: 'Another one', language: 'en', text: 'It was a Friday.', publisher: '', sourceUrl: '' }
    return (await createReport(mara, input)).id
  })
