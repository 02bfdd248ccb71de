import type { APIRequestContext } from '@playwright/test'
import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { contentHashOf } from '../content.ts'
import { claimOn, deed, doing, firstRow, type Deed } from './deed.ts'

/** Words of the demo report on which a claim stands that was published, corrected and published again. */
export const publishedWords = 'the number of Ukrainian captives in Russia run from 8,000 to 10,000'
const approvedWords = 'The exchange was agreed in direct talks in Istanbul the week before'

/** What each intent of publication answers to whom, and at which stage of the claim. */
export const publicationRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
claim.publish        401    401  404      403     200    403     403   403           200 | 422  422      422       200      422       422
claims.publish       401    401  404      403     200    403     403   403           200 | -    -        -         -        -         -
claim.correct        401    401  404      200     200    403     403   200           200 | 422  200      422       422      200       422
correction.withdraw  401    401  404      200     200    403     403   200           200 | 200  200      200       200      422       422
claim.retract        401    401  404      403     200    403     403   403           200 | 422  200      200       200      200       422
`

/** One right input for every intent of publication on a report like the demo's, in an order in which an editor may do them all. */
export async function publicationDeeds(
  server: Pick<RunningServer, 'inDatabase' | 'baseURL'>,
  reportId: string,
  checker: { readonly request: APIRequestContext },
): Promise<Deed[]> {
  const [approved, published] = [
    await claimOn(server, reportId, approvedWords),
    await claimOn(server, reportId, publishedWords),
  ]
  const path = `/claims/${published}/publication`
  const correct = deed('claim.correct', path, { wrong: 'X', now: 'Y', why: 'Z', since: '2025-05-24' })
  await doing(checker, server.baseURL, correct)
  const made = await firstRow(
    server,
    sql`select id from correction where claim_id = ${published} order by made_seq desc limit 1`,
  )
  return [
    deed('claim.publish', `/claims/${approved}/publication`, {
      hash: await contentHashOf(server, approved),
      visibleFrom: '',
      note: '',
    }),
    correct,
    deed('correction.withdraw', path, { correctionId: made['id'] }),
    deed('claim.retract', path, { how: 'retracted', note: 'X' }),
  ]
}
