import type { APIRequestContext } from '@playwright/test'
import { sql } from 'drizzle-orm'
import { approveClaim } from '#server/review/commands/review.ts'
import { systemOver } from '#tests/support/system.ts'
import type { RunningServer } from '../server.ts'
import { contentHashOf } from '../content.ts'
import { claimOn, deed, doing, firstRow, type Deed, type Looking } from './deed.ts'

/** Words of the demo report on which a claim stands that was published, corrected and published again. */
export const publishedWords = 'the number of Ukrainian captives in Russia run from 8,000 to 10,000'
const takenBackWords = 'They have been in captivity since 2014'
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
  const [approved = '', published = '', takenBack = ''] = await Promise.all(
    [approvedWords, publishedWords, takenBackWords].map((words) => claimOn(server, reportId, words)),
  )
  const path = `/claims/${published}/publication`
  const correct = deed('claim.correct', path, { wrong: 'X', now: 'Y', why: 'Z', since: '2025-05-24' })
  const done = (one: Deed) => doing(checker, server.baseURL, one)
  await done(correct)
  await done(deed('claim.submit', `/claims/${published}/review`))
  await approveAsEditor(server, published)
  await done({ ...correct, path: `/claims/${takenBack}/publication` })
  const made = await firstRow(
    server,
    sql`select id from correction where claim_id = ${takenBack} order by made_seq desc limit 1`,
  )
  const [hash, other] = [await contentHashOf(server, published), await contentHashOf(server, approved)]
  const when = { visibleFrom: '', note: '' }
  return [
    deed('claims.publish', `/reports/${reportId}/publication`, { claims: `${published}:${hash}`, ...when }),
    deed('claim.publish', `/claims/${approved}/publication`, { hash: other, ...when }),
    // Of one that is with its checkers: whoever may not publish may do this all the same.
    { ...correct, path: `/claims/${takenBack}/publication` },
    deed('correction.withdraw', `/claims/${takenBack}/publication`, { correctionId: made['id'] }),
    deed('claim.retract', path, { how: 'retracted', note: 'X' }),
  ]
}

/** Approves what stands of a claim, unless that was done, as an editor of its team elsewhere would. */
async function approveAsEditor(server: Looking, claimId: string): Promise<void> {
  const hash = await contentHashOf(server, claimId)
  await server.inDatabase(async (db) => {
    const [editor] = await db.execute<{ personId: string; teamId: string }>(
      sql`select m.person_id as "personId", m.team_id as "teamId" from member m join claim c on c.team_id = m.team_id
          where c.id = ${claimId} and m.roles = array['editor']
            and not exists (select from approval a where a.claim_id = c.id and a.hash = ${hash}) limit 1`,
    )
    if (!editor) return
    const actor = { ...editor, name: 'Editor', roles: ['editor'] as const, sessionId: '' }
    await approveClaim({ ...systemOver(db), actor }, claimId, { hash })
  })
}
