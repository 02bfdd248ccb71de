import type { APIRequestContext } from '@playwright/test'
import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { doing, firstRow, type Deed } from './deed.ts'

/** What each intent of members and invitations answers to whom. The stranger is an admin of a team of their own. */
export const memberRights = `
                     nobody gone stranger checker editor auditor admin checker+admin all | open checking in-review approved published withdrawn
member.change        401    401  404      403     403    403     200   200           200 | -    -        -         -        -         -
member.remove        401    401  404      403     403    403     200   200           200 | -    -        -         -        -         -
invitation.make      401    401  200      403     403    403     200   200           200 | -    -        -         -        -         -
invitation.withdraw  401    401  404      403     403    403     200   200           200 | -    -        -         -        -         -
`

/** One right input for every intent of members and invitations, in an order in which an admin may do them all. */
export async function memberDeeds(
  server: Pick<RunningServer, 'inDatabase' | 'baseURL'>,
  admin: { readonly request: APIRequestContext },
): Promise<Deed[]> {
  // The newest editor, so that a test may add one for every time that it removes one.
  const m = await firstRow(
    server,
    sql`select person_id, seq::text from member where roles = '{editor}' order by member.seq desc limit 1`,
  )
  const member = (intent: string, seen: string, more: Record<string, string> = {}): Deed => ({
    intent,
    path: '/team/members',
    fields: { personId: m['person_id'] ?? '', seen, ...more },
  })
  const make = {
    intent: 'invitation.make',
    path: '/team/members',
    fields: { email: 'new@example.org', roles: 'checker' },
  }
  await doing(admin, server.baseURL, make)
  const made = await firstRow(
    server,
    sql`select id from invitation where state = 'open' order by invitation.seq desc limit 1`,
  )
  const last = await firstRow(server, sql`select max(seq)::text as seq from entry`)
  const changed = String(Number(last['seq']) + 1)
  const withdraw = { intent: 'invitation.withdraw', path: '/team/members', fields: { invitationId: made['id'] ?? '' } }
  return [
    member('member.change', m['seq'] ?? '', { roles: 'checker' }),
    member('member.remove', changed),
    make,
    withdraw,
  ]
}
