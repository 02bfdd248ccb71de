import type { BrowserContext } from '@playwright/test'
import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'
import { doing, firstRow, type Deed } from './deed.ts'

/** One right input for every intent of members and invitations, in an order in which they may do them all. */
export async function memberDeeds(server: RunningServer, admin: BrowserContext): Promise<Deed[]> {
  const m = await firstRow(server, sql`select person_id, seq::text from member where 'editor' = any(roles) limit 1`)
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
  const made = await firstRow(server, sql`select id from invitation limit 1`)
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
