import type { APIRequestContext, APIResponse } from '@playwright/test'
import { sql } from 'drizzle-orm'
import type { RunningServer } from '../server.ts'

/** What can look into the server's database. */
export type Looking = Pick<RunningServer, 'inDatabase'>

/** One right input for one intent of one address. */
export interface Deed {
  readonly intent: string
  readonly path: string
  readonly fields: Record<string, string>
}

/** A deed whose fields may lack their value. */
export const deed = (intent: string, path: string, fields: Record<string, string | undefined> = {}): Deed => ({
  intent,
  path,
  fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? ''])),
})

/** The first row that a query of the demo finds. */
export async function firstRow(server: Looking, query: ReturnType<typeof sql>): Promise<Record<string, string>> {
  const [row] = await server.inDatabase((db) => db.execute<Record<string, string>>(query))
  if (!row) throw new Error('The demo lacks what this test is about.')
  return row
}

/** The id of the claim of a report like the demo's that stands on these words. */
export async function claimOn(server: Looking, reportId: string, words: string): Promise<string> {
  const row = await firstRow(
    server,
    sql`select c.id from claim c join passage p on p.claim_id = c.id
        where c.report_id = ${reportId} and p.quote = ${words}`,
  )
  return row['id'] ?? ''
}

/** A deed as the body of a form. */
export function formOf({ intent, fields }: Pick<Deed, 'intent' | 'fields'>): string {
  const body = new URLSearchParams({ intent })
  for (const [name, value] of Object.entries(fields)) {
    for (const each of name === 'parts' ? value.split(',') : [value]) body.append(name, each)
  }
  return body.toString()
}

/** Sends a deed as a form of an own page would. */
export function doing(
  { request }: { readonly request: APIRequestContext },
  origin: string,
  done: Deed,
): Promise<APIResponse> {
  const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
  return request.post(done.path, { headers, data: formOf(done), maxRedirects: 0 })
}
