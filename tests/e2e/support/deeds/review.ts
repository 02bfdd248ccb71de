import type { RunningServer } from '../server.ts'
import { contentHashOf } from '../content.ts'
import { claimOn, deed, type Deed } from './deed.ts'

/** What each intent of review answers to whom, and at which stage of the claim, which an editor has not written in. */
export const reviewRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
claim.reopen         401    401  404      200     200    403     403   200           200 | 422  422      200       200      200       422
claim.submit         401    401  404      200     200    403     403   200           200 | 422  200      422       422      422       422
claim.approve        401    401  404      403     200    403     403   403           200 | 422  422      200       200      422       422
claim.return         401    401  404      403     200    403     403   403           200 | 422  422      200       200      422       422
`

/** One right input for every intent of review on a report like the demo's, in an order in which an editor may do them all. */
export async function reviewDeeds(server: Pick<RunningServer, 'inDatabase'>, reportId: string): Promise<Deed[]> {
  // Not the one in which other deeds write: whoever does those becomes an author.
  const id = await claimOn(server, reportId, '39 months of fighting')
  const path = `/claims/${id}/review`
  return [
    deed('claim.reopen', path, { reason: 'X' }),
    deed('claim.submit', path),
    deed('claim.approve', path, { hash: await contentHashOf(server, id), override: '' }),
    deed('claim.return', path, { comment: 'X' }),
  ]
}
